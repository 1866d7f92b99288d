"""What the pages say, in both languages."""

from ..words import Words

TEXTS: dict[str, Words] = {
    "name": Words("Qipan workbench"),
    "roster": Words("A city of your own, from a table of communities"),
    "roster_start": Words(
        "An Excel or CSV table with community, subdistrict and residents is enough."
    ),
    "roster_says": Words(
        "Choose the table, look at what each column was taken for, and make the city of it. What "
        "the table does not say is taken from a city that comes with Qipan, and counts as assumed."
    ),
    "roster_drop": Words("Drop the table of communities here, or choose a file"),
    "roster_drop_says": Words(
        ".xlsx, .xls, .csv, .ods; titles above the header, merged cells and rows of totals are "
        "understood. Columns that are not chosen below are never read, and the file is not kept."
    ),
    "roster_columns_says": Words("A column that is chosen anew is looked at at once."),
    "roster_needed": Words("needed"),
    "roster_city": Words("The city"),
    "roster_title": Words("What the city is called"),
    "roster_publisher": Words("Who issued the table"),
    "roster_date": Words("Of what date it is"),
    "roster_base": Words("Everything else as in"),
    "roster_base_says": Words(
        "Rates of issues, hours, shares and so on: assumed for your city until you replace them "
        "on the page of assumptions. The first one has no reforms in it; of a case, its reforms "
        "are today's policy."
    ),
    "roster_make": Words("Make this city"),
    "ledgers": Words("Ledgers of requests"),
    "ledger": Words("Ledger"),
    "ledger_drop": Words("Drop a ledger of requests here, or choose a file"),
    "ledger_drop_says": Words(
        ".csv, .xlsx, .xls, .ods or packed; 10 MB at most. Only columns of a known role are read; "
        "names, telephone numbers, addresses and texts never are, and the file itself is removed "
        "once it was read in."
    ),
    "ledger_columns": Words("Which column is what"),
    "ledger_columns_says": Words(
        "What is not chosen here is not read. Change what was found wrongly, then look again; a "
        "column that seems to hold something personal is refused."
    ),
    "ledger_role": Words("read as"),
    "ledger_header": Words("column of the file"),
    "ledger_none": Words("– not there –"),
    "ledger_dates": Words("Order of dates"),
    "ledger_dates_found": Words("as found"),
    "ledger_day_first": Words("day before month"),
    "ledger_month_first": Words("month before day"),
    "ledger_statuses": Words("What the words of the status mean"),
    "ledger_statuses_says": Words(
        "A word that is not known says nothing of how a request ended: choose what it means, then "
        "look again."
    ),
    "ledger_word": Words("word of the status"),
    "ledger_rows": Words("rows"),
    "ledger_means": Words("means", "a word"),
    "ledger_unknown": Words("not known"),
    "ledger_look": Words("Look again with these columns"),
    "ledger_title": Words("Title of the ledger"),
    "ledger_zone": Words("Time zone, if it is to be turned"),
    "ledger_arrivals_only": Words("Leave out how and when requests ended"),
    "ledger_read": Words("Read it in"),
    "ledger_forget": Words("Remove the file unread"),
    "ledger_gone": Words("The file was removed before it was read in: drop it again."),
    "ledger_is_read": Words("Read in; the file that was dropped has been removed."),
    "ledger_fit": Words("Fit"),
    "ledger_fit_says": Words(
        "The last part is forecast from what was there before and held against what came: that is "
        "the proof. Staff and work are not in a ledger; what more staff would do is not to be "
        "asked of a fit."
    ),
    "ledger_draws": Words("Draws of the ensemble"),
    "ledger_hold_out": Words("Held out as proof, % of days"),
    "ledger_holidays": Words("Know the public holidays of China"),
    "ledger_validated": Words("proven on what was held out"),
    "ledger_not_validated": Words("not validated: what is named below is not to be relied on"),
    "ledger_other_language": Words("The fit was reported in the other language."),
    "ledger_say_here": Words("Report it in this language"),
    "ledger_ask": Words("Ask about this city"),
    "ledger_ask_says": Words(
        "Each option is then run on every draw of the fit, and the answer has a second interval: "
        "over chance and data."
    ),
    "ledger_predict": Words("The next weeks"),
    "ledger_weeks": Words("Weeks to predict"),
    "ledger_predict_button": Words("Predict"),
    "ledger_week": Words("week"),
    "ledger_requests": Words("requests, median [90 %]"),
    "ledger_open": Words("open at the week's end, median [90 %]"),
    "ledger_unchanged": Words(
        "A prediction says what comes if things go on as they went; nothing of more or fewer staff."
    ),
    "ledger_at_columns": Words("columns to be chosen"),
    "ledger_at_read": Words("read in"),
    "ledger_at_fitted": Words("fitted"),
    "open_ledger": Words("Open", "button"),
    "proof": Words("Proof"),
    "still_running": Words("It is still running: cancel it first."),
    "quick": Words("for a first look"),
    "full": Words("for a decision"),
    "effort": Words("Simulated years"),
    "plan": Words("Plan", "screen"),
    "plan_says": Words(
        "Posts and hours under a budget: a program plans, simulation corrects it, and the plan "
        "meets today and every rule of thumb on fresh years. A lever is used where the field "
        "marked * is filled in."
    ),
    "plan_objective": Words("What is sought"),
    "plan_waiting": Words("What is counted"),
    "plan_budget": Words("Budget, yuan a year; several years with a semicolon between"),
    "plan_levers": Words("What may be had, and at what price"),
    "plan_requirements": Words("What a plan must keep, in every community (may be left empty)"),
    "plan_table": Words(
        "Communities one by one: at least, at most (0 exempts), there today – of community workers"
    ),
    "plan_start": Words("Plan", "button"),
    "plan_result": Words("Page for leaders"),
    "plan_option": Words("Ask the simulation about this plan beside today"),
    "plan_option_says": Words(
        "Makes an option of the question of the plan's posts, where they are to work, at what the "
        "plan pays for them. What else the plan buys is left out."
    ),
    "plan_option_title": Words("the plan's posts"),
    "plan_without_cadres": Words(
        "This city has full-time cadres sent down today. A plan places posts anew and counts none "
        "of them: “today” in the plan is the city without them: another one than the “as today” "
        "of the options."
    ),
    "plan_option_replaces": Words(
        "The full-time cadres of today are not counted besides: the plan's posts stand in their "
        "place, as they did in the plan."
    ),
    "plan_option_cost": Words(
        "Posts of a plan are priced as in the plan, not by the price of a post given here; what "
        "the plan buys in hours counts as posts with as many hours."
    ),
    "place_program_button": Words("Have a program place them"),
    "place_program_says": Words(
        "A program looks for the best places between the least and the most given here, corrects "
        "itself by simulation and meets rules of thumb on fresh years. Its cadres are then filled "
        "into the table."
    ),
    "measure": Words("What to measure next"),
    "measure_says": Words(
        "Today and an option are simulated in worlds in which the assumed numbers are others, all "
        "at once, within their ranges. What is worth a survey is the family that would change the "
        "choice if it were known."
    ),
    "measure_effort": Words("Worlds"),
    "measure_start": Words("Find out"),
    "measure_value": Words("worth knowing"),
    "measure_error": Words("standard error"),
    "measure_explained": Words("goes with it, %"),
    "measure_stale": Words("The question has been changed since these worlds were simulated."),
    "measure_note": Words(
        "By {metric}, over {worlds} worlds. Of families that do nothing 19 in 20 come to less than "
        "{by_chance}. Worth 0: the choice is the same whatever comes out. Goes with it: the share "
        "of how much the difference varies from world to world."
    ),
    "hangs": Words("What the answer hangs on"),
    "hangs_says": Words(
        "Each family of assumed numbers is moved to its low and its high ends, all else as it is. "
        "Bars show from where to where the result then goes; a family moves beyond chance where it "
        "is marked."
    ),
    "all_numbers": Words("All numbers"),
    "hangs_metric": Words("result"),
    "hangs_option": Words("option, beside today"),
    "hangs_start": Words("Move them"),
    "hangs_family": Words("family of numbers"),
    "hangs_low": Words("at the low end"),
    "hangs_high": Words("at the high end"),
    "hangs_given": Words("as given"),
    "hangs_change": Words("change"),
    "hangs_none": Words("–: at that end the result does not exist, or there is no sound city."),
    "hangs_beyond": Words("beyond chance"),
    "simulated": Words("replications finished: {n}"),
    "start": Words("Start"),
    "login": Words("Sign in"),
    "login_name": Words("User name"),
    "login_password": Words("Password"),
    "login_wrong": Words("Name and password do not go together."),
    "login_pause": Words("Too many wrong passwords: wait a minute, then try again."),
    "logout": Words("Sign out"),
    "city": Words("City"),
    "options": Words("Options"),
    "run": Words("Run"),
    "answer": Words("Answer"),
    "whatif": Words("What if"),
    "assumptions": Words("Assumptions"),
    "pass_on": Words("Pass on"),
    "other_language": Words("中文"),
    "start_says": Words(
        "Choose a city to put a question about, or go on with one you have begun. Everything "
        "stays on this machine."
    ),
    "cities": Words("Cities"),
    "questions": Words("Your questions"),
    "no_questions": Words("None yet: choose a city below."),
    "residents": Words("residents"),
    "city_about": Words(
        "{residents} residents, {communities} communities; {assumed} % of the numbers are assumed"
    ),
    "ask": Words("Ask about this city"),
    "open_file": Words("Open a scenario file"),
    "open_file_says": Words("A .yaml file of Qipan, 10 MB at most. It is checked first."),
    "own": Words("your own"),
    "state_none": Words("not run yet"),
    "state_waiting": Words("waiting"),
    "state_running": Words("running"),
    "state_stopping": Words("stopping"),
    "state_done": Words("finished"),
    "state_stopped": Words("stopped"),
    "state_faulty": Words("could not be run"),
    "changed_since": Words("changed since"),
    "go_on": Words("Go on"),
    "city_says": Words(
        "A click on a community in the plane shows its row, and the other way round. Columns "
        "sort and filter; cells of a table of your own can be changed, and columns pasted "
        "from a spreadsheet."
    ),
    "make_own": Words("Make it my own, to change it"),
    "export": Words("Download the table (.xlsx)"),
    "import": Words("Upload a table (.xlsx, .csv)"),
    "import_says": Words(
        "A row for each community; the columns as in the table that is downloaded."
    ),
    "synthetic": Words(
        "These communities are drawn by the computer from the city's totals: assumed."
    ),
    "given": Words("These communities are given one by one."),
    "plane": Words("Communities on the plane"),
    "saved": Words("Saved."),
    "to_options": Words("Go on to the options"),
    "differs": Words("What differs from today"),
    "nothing_differs": Words("Nothing yet. Add an option, then change a lever below."),
    "all_levers": Words("All levers"),
    "lever": Words("lever"),
    "unit": Words("unit"),
    "today": Words("as today"),
    "add_option": Words("Add an option"),
    "make_copy": Words("Copy"),
    "rename": Words("Rename"),
    "remove": Words("Remove"),
    "undo": Words("Undo"),
    "back_to_today": Words("as today again"),
    "cost": Words("Cost a year, beside today's staff"),
    "posts": Words("posts"),
    "post_unit": Words("people"),
    "cost_cadres": Words("cadres sent down"),
    "cost_patrollers": Words("patrollers"),
    "cost_clerks": Words("clerks at counters"),
    "cost_fund": Words("fund"),
    "hours": Words("hours", "of work"),
    "yuan": Words("yuan"),
    "cost_sum": Words("cost in all"),
    "idle": Words("without effect: the measure is off"),
    "one_by_one": Words("one by one"),
    "positions_assumed": Words(
        "The table has no coordinates: where communities lie is drawn by the computer, and assumed."
    ),
    "cost_says": Words("People in full-time equivalents. Hours and money by:"),
    "price_hours": Words("paid hours of a post a year"),
    "price_yuan": Words("yuan of a post a year"),
    "prices_assumed": Words("both are assumed: give your own"),
    "on": Words("yes"),
    "off": Words("no"),
    "reason_asked": Words(
        "{value} lies outside the range {low} to {high}. Why? The reason is kept with the number."
    ),
    "range": Words("range"),
    "bounds": Words("allowed"),
    "to_run": Words("Go on to the run"),
    "run_says": Words(
        "Every option is simulated on the same residents and the same issues. The page may "
        "be closed: the run goes on, and what is finished is kept."
    ),
    "replications": Words("Replications of each option"),
    "replications_says": Words(
        "More make the interval narrower: four times as many, half as wide."
    ),
    "start_run": Words("Run", "button"),
    "cancel": Words("Cancel"),
    "needs_two": Words("There is nothing to compare yet: add an option first."),
    "compiling": Words("First start on this machine: the engine is being prepared"),
    "of": Words("of"),
    "done_replications": Words("replications finished"),
    "seconds_left": Words("about {n} s left"),
    "place_in_queue": Words("place in the queue: {n}"),
    "stopped_says": Words("Stopped. What is finished is kept; going on makes only the rest."),
    "to_answer": Words("See the answer"),
    "stale": Words("The question or its prices have been changed since this was run."),
    "run_again": Words("Run it again"),
    "provisional": Words("Provisional: the run was stopped before all replications were made."),
    "no_answer": Words("There is no answer yet."),
    "being_put": Words(
        "The answer is being put into this language; the replications are there already."
    ),
    "rests_on": Words("What this rests on"),
    "rests_says": Words(
        "{assumed} of the {all} numbers behind this answer are assumed, {stated} are stated "
        "by the city itself. The intervals are over chance alone."
    ),
    "option_cost": Words("Options and their cost"),
    "option": Words("option"),
    "charts": Words("Charts"),
    "more_in_report": Words("Everything, with methods and sources"),
    "pass_says": Words("The same files that the command below writes, byte for byte."),
    "file_docx": Words("Report for Word (.docx)"),
    "file_xlsx": Words("All tables (.xlsx)"),
    "file_html": Words("Report as a page (.html)"),
    "file_official": Words("Official document (.docx)"),
    "file_pptx": Words("Slides (.pptx)"),
    "official_en": Words("Make slides of it"),
    "official_zh": Words("Make an official document and slides of it"),
    "file_question": Words("The question as a file (.yaml)"),
    "command": Words("The command"),
    "command_says": Words("Carried out in the folder named here, this makes it all again:"),
    "assumptions_says": Words(
        "Every number the city's simulation uses; those assumed first, and of these the "
        "widest ranges. In a city of your own a value can be changed within its range."
    ),
    "number": Words("number", "parameter"),
    "value": Words("value"),
    "where_from": Words("where from"),
    "why": Words("why"),
    "status_stated": Words("stated", "badge"),
    "status_elsewhere": Words("of another city"),
    "status_derived": Words("derived"),
    "status_literature": Words("literature"),
    "status_assumed": Words("assumed"),
    "status_chosen": Words("chosen", "badge"),
    "status_unmarked": Words("not said"),
    "status_": Words("not said"),
    "whatif_says": Words(
        "Move a lever and let go: four replications first, on the same seeds as today, then "
        "more. The interval narrows as they come in. A measure that is off is switched on "
        "with its lever; the options stay as they are."
    ),
    "place": Words("Place", "screen"),
    "place_says": Words(
        "Share out cadres by a rule, within the least and the most of each community; change "
        "the result by hand if need be, then make an option of it and try it by simulation."
    ),
    "place_total": Words("Cadres to place"),
    "place_rule": Words("Rule"),
    "place_share": Words("Share out"),
    "place_sum": Words("placed: {n}"),
    "place_option": Words("Make an option of it"),
    "place_title": Words("What is the option called?"),
    "place_row": Words("Cadres placed one by one"),
    "start_from": Words("Start from"),
    "whatif_metric": Words("result"),
    "whatif_tried": Words("tried"),
    "whatif_difference": Words("difference [interval]"),
    "whatif_n": Words("replications: {n}"),
    "whatif_busy": Words("being simulated…"),
    "outside_range": Words("must lie within its range, {low} to {high}"),
    "not_own": Words("To change numbers, make the city your own first."),
    "no_number": Words("must be a number"),
    "bad_name": Words("give it a name"),
    "too_many": Words("six options at most"),
    "failed": Words("This could not be done."),
    "lost": Words(
        "The workbench does not answer; what is running goes on. Start it again and reload."
    ),
    "not_found": Words("There is no such page."),
    "version": Words("version"),
    "sentence": Words("The answer"),
    "reason": Words("reason"),
    "save": Words("Save"),
    "filter": Words("filter"),
    "search_number": Words("find a number"),
}
