// The last script of a page: until the others listen, nothing done to the page would be heard.

document.querySelector("main").inert = false;
