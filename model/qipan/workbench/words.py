"""What the pages say, in both languages."""

from ..report.language import Words

TEXTS: dict[str, Words] = {
    "name": Words("Qipan workbench", "棋盘工作台"),
    "start": Words("Start", "首页"),
    "city": Words("City", "城市"),
    "options": Words("Options", "方案"),
    "run": Words("Run", "运行"),
    "answer": Words("Answer", "结论"),
    "whatif": Words("What if", "试算"),
    "assumptions": Words("Assumptions", "假设"),
    "pass_on": Words("Pass on", "报送"),
    "other_language": Words("中文", "English"),
    "start_says": Words(
        "Choose a city to put a question about, or go on with one you have begun. Everything stays "
        "on this machine.",
        "选择一个城市提出问题，或继续已有的问题。所有内容只保存在本机。",
    ),
    "cities": Words("Cities", "城市"),
    "questions": Words("Your questions", "我的问题"),
    "no_questions": Words("None yet: choose a city below.", "暂无，请先选择一个城市。"),
    "residents": Words("residents", "常住人口"),
    "city_about": Words(
        "{residents} residents, {communities} communities; {assumed} % of the numbers are assumed",
        "常住人口 {residents} 人，社区（村）{communities} 个；{assumed}% 的参数为假设",
    ),
    "ask": Words("Ask about this city", "就此城市提问"),
    "open_file": Words("Open a scenario file", "打开情景文件"),
    "open_file_says": Words(
        "A .yaml file of Qipan, 10 MB at most. It is checked first.",
        "棋盘的 .yaml 文件，不超过 10 MB，先行检查。",
    ),
    "own": Words("your own", "自有"),
    "state_none": Words("not run yet", "尚未运行"),
    "state_waiting": Words("waiting", "排队中"),
    "state_running": Words("running", "运行中"),
    "state_stopping": Words("stopping", "正在停止"),
    "state_done": Words("finished", "已完成"),
    "state_stopped": Words("stopped", "已停止"),
    "state_faulty": Words("could not be run", "无法运行"),
    "changed_since": Words("changed since", "之后有改动"),
    "go_on": Words("Go on", "继续"),
    "city_says": Words(
        "A click on a community in the plane shows its row, and the other way round. Columns sort "
        "and filter; cells of a table of your own can be changed, and columns pasted from a "
        "spreadsheet.",
        "点击图中的社区可定位表中该行，反之亦然。各列可排序、筛选；自有城市的表格可直接修改，"
        "也可从电子表格粘贴整列。",
    ),
    "make_own": Words("Make it my own, to change it", "复制为自有城市以便修改"),
    "export": Words("Download the table (.xlsx)", "下载表格（.xlsx）"),
    "import": Words("Upload a table (.xlsx, .csv)", "上传表格（.xlsx、.csv）"),
    "import_says": Words(
        "A row for each community; the columns as in the table that is downloaded.",
        "每个社区一行，列名与下载的表格相同。",
    ),
    "synthetic": Words(
        "These communities are drawn by the computer from the city's totals: assumed.",
        "社区由计算机按全市总量生成：属于假设。",
    ),
    "given": Words("These communities are given one by one.", "社区逐一给定。"),
    "plane": Words("Communities on the plane", "社区分布"),
    "saved": Words("Saved.", "已保存。"),
    "to_options": Words("Go on to the options", "下一步：方案"),
    "differs": Words("What differs from today", "与现状的差别"),
    "nothing_differs": Words(
        "Nothing yet. Add an option, then change a lever below.",
        "尚无差别。请添加方案，再调整下列措施。",
    ),
    "all_levers": Words("All levers", "全部措施"),
    "lever": Words("lever", "措施"),
    "unit": Words("unit", "单位"),
    "today": Words("as today", "现状"),
    "add_option": Words("Add an option", "添加方案"),
    "make_copy": Words("Copy", "复制"),
    "rename": Words("Rename", "重命名"),
    "remove": Words("Remove", "删除"),
    "undo": Words("Undo", "撤销上一步"),
    "back_to_today": Words("as today again", "恢复现状"),
    "cost": Words("Cost a year, beside today's staff", "年度成本（现有人员之外）"),
    "posts": Words("posts", "岗位"),
    "post_unit": Words("people", "名"),
    "cost_cadres": Words("cadres sent down", "下派干部"),
    "cost_patrollers": Words("patrollers", "巡查员"),
    "cost_clerks": Words("clerks at counters", "窗口人员"),
    "cost_fund": Words("fund", "专项经费"),
    "hours": Words("hours", "工时"),
    "yuan": Words("yuan", "元"),
    "cost_says": Words(
        "People in full-time equivalents. Hours and money by:",
        "人数按全时当量计算；工时和费用的折算：",
    ),
    "price_hours": Words("paid hours of a post a year", "每岗每年付酬工时"),
    "price_yuan": Words("yuan of a post a year", "每岗每年费用（元）"),
    "prices_assumed": Words("both are assumed: give your own", "均为假设值，请填写本地数值"),
    "on": Words("yes", "是"),
    "off": Words("no", "否"),
    "reason_asked": Words(
        "{value} lies outside the range {low} to {high}. Why? The reason is kept with the number.",
        "{value} 超出合理范围（{low} 至 {high}）。请说明理由，理由将与该数值一并保存。",
    ),
    "range": Words("range", "合理范围"),
    "bounds": Words("allowed", "允许值"),
    "to_run": Words("Go on to the run", "下一步：运行"),
    "run_says": Words(
        "Every option is simulated on the same residents and the same issues. The page may be "
        "closed: the run goes on, and what is finished is kept.",
        "各方案使用相同的居民和相同的事项进行模拟。可以关闭页面，模拟会继续；已完成的部分会保留。",
    ),
    "replications": Words("Replications of each option", "每个方案的模拟次数"),
    "replications_says": Words(
        "More make the interval narrower: four times as many, half as wide.",
        "次数越多，区间越窄：次数为四倍，宽度减半。",
    ),
    "start_run": Words("Run", "开始运行"),
    "cancel": Words("Cancel", "取消"),
    "needs_two": Words(
        "There is nothing to compare yet: add an option first.", "尚无可比较的方案，请先添加方案。"
    ),
    "compiling": Words(
        "First start on this machine: the engine is being prepared",
        "本机首次运行：正在准备计算引擎",
    ),
    "of": Words("of", "/"),
    "done_replications": Words("replications finished", "次模拟已完成"),
    "seconds_left": Words("about {n} s left", "约剩 {n} 秒"),
    "place_in_queue": Words("place in the queue: {n}", "排队位次：{n}"),
    "stopped_says": Words(
        "Stopped. What is finished is kept; going on makes only the rest.",
        "已停止。已完成的部分已保留；继续运行只计算其余部分。",
    ),
    "to_answer": Words("See the answer", "查看结论"),
    "stale": Words(
        "The question has been changed since this was run.", "此结论之后，问题已有改动。"
    ),
    "run_again": Words("Run it again", "重新运行"),
    "provisional": Words(
        "Provisional: the run was stopped before all replications were made.",
        "暂行结果：运行在全部模拟完成前被停止。",
    ),
    "no_answer": Words("There is no answer yet.", "尚无结论。"),
    "being_put": Words(
        "The answer is being put into this language; the replications are there already.",
        "正在生成中文结论；模拟结果已有，无需重算。",
    ),
    "rests_on": Words("What this rests on", "结论的依据"),
    "rests_says": Words(
        "{assumed} of the {all} numbers behind this answer are assumed, {stated} are stated by "
        "the city itself. The intervals are over chance alone.",
        "结论所依据的 {all} 个参数中，{assumed} 个为假设，{stated} 个出自该市自己的资料。"
        "区间仅反映随机波动。",
    ),
    "option_cost": Words("Options and their cost", "方案及其成本"),
    "option": Words("option", "方案"),
    "charts": Words("Charts", "图"),
    "more_in_report": Words("Everything, with methods and sources", "全文（含方法与来源）"),
    "pass_says": Words(
        "The same files that the command below writes, byte for byte.",
        "与下列命令生成的文件逐字节相同。",
    ),
    "file_docx": Words("Report for Word (.docx)", "报告（.docx）"),
    "file_xlsx": Words("All tables (.xlsx)", "全部表格（.xlsx）"),
    "file_html": Words("Report as a page (.html)", "网页报告（.html）"),
    "file_question": Words("The question as a file (.yaml)", "问题文件（.yaml）"),
    "command": Words("The command", "命令"),
    "command_says": Words(
        "Carried out in the folder named here, this makes it all again:",
        "在下列文件夹中执行所示命令即可重现：",
    ),
    "assumptions_says": Words(
        "Every number the city's simulation uses; those assumed first, and of these the widest "
        "ranges. In a city of your own a value can be changed within its range.",
        "模拟所用的全部参数；假设者在前，其中范围最宽者居先。自有城市的数值可在其范围内修改。",
    ),
    "number": Words("number", "参数"),
    "value": Words("value", "取值"),
    "where_from": Words("where from", "出处"),
    "why": Words("why", "依据"),
    "status_stated": Words("stated", "本市资料"),
    "status_elsewhere": Words("of another city", "外市资料"),
    "status_derived": Words("derived", "推算"),
    "status_literature": Words("literature", "文献"),
    "status_assumed": Words("assumed", "假设"),
    "status_chosen": Words("chosen", "选定"),
    "status_unmarked": Words("not said", "未注明"),
    "status_": Words("not said", "未注明"),
    "whatif_says": Words(
        "Move a lever and let go: four replications first, on the same seeds as today, then more. "
        "The interval narrows as they come in. A "
        "measure that is off is switched on with its lever; the options stay as they are.",
        "拖动后松开：先以与现状相同的随机数模拟四次，再增加次数，区间随之收窄。"
        "措施尚未实行的，拖动后视为实行；已有方案不受影响。",
    ),
    "place": Words("Place", "派驻"),
    "place_says": Words(
        "Share out cadres by a rule, within the least and the most of each community; change the "
        "result by hand if need be, then make an option of it and try it by simulation.",
        "按规则分配下派干部，并满足各社区的上下限；结果可手工调整，再存为方案并通过模拟检验。",
    ),
    "place_total": Words("Cadres to place", "干部人数"),
    "place_rule": Words("Rule", "分配规则"),
    "place_share": Words("Share out", "分配"),
    "place_sum": Words("placed: {n}", "已安排 {n} 名"),
    "place_option": Words("Make an option of it", "存为方案"),
    "place_title": Words("What is the option called?", "方案名称："),
    "place_row": Words("Cadres placed one by one", "逐社区派驻干部"),
    "place_program": Words(
        "A program that looks for the best places by simulation takes minutes; in a terminal:",
        "如需由优化程序按模拟结果寻找最优安排（需数分钟），请在终端执行：",
    ),
    "start_from": Words("Start from", "起点方案"),
    "whatif_metric": Words("result", "结果"),
    "whatif_tried": Words("tried", "试算"),
    "whatif_difference": Words("difference [interval]", "差异［区间］"),
    "whatif_n": Words("replications: {n}", "模拟次数：{n}"),
    "whatif_busy": Words("being simulated…", "正在模拟……"),
    "outside_range": Words(
        "must lie within its range, {low} to {high}", "应在合理范围 {low} 至 {high} 之内"
    ),
    "not_own": Words(
        "To change numbers, make the city your own first.", "如需修改，请先复制为自有城市。"
    ),
    "no_number": Words("must be a number", "应为数字"),
    "bad_name": Words("give it a name", "请填写名称"),
    "too_many": Words("six options at most", "最多六个方案"),
    "failed": Words("This could not be done.", "操作未能完成。"),
    "lost": Words(
        "The workbench does not answer; what is running goes on. Start it again and reload.",
        "工作台没有响应；正在运行的任务会继续。请重新启动后刷新页面。",
    ),
    "not_found": Words("There is no such page.", "没有此页面。"),
    "version": Words("version", "版本"),
    "sentence": Words("The answer", "结论"),
    "reason": Words("reason", "理由"),
    "save": Words("Save", "保存"),
    "filter": Words("filter", "筛选"),
    "search_number": Words("find a number", "查找参数"),
}
