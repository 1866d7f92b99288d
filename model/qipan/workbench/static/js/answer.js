// While the answer is being put into this language, wait for it.

const putting = document.getElementById("putting");
if (putting) {
  const stream = new EventSource(putting.dataset.events);
  stream.addEventListener("over", () => {
    stream.close();
    location.reload();
  });
}
