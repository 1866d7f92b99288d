"""The workbench: without a server, as a server, and in a real browser.

Acceptance, and the tests that stand for it (b: test_browser.py, in a network namespace that has the
loopback only, where the machine permits one):

==  ==============================================  ================================================
 1  first page: nothing from elsewhere, no error;   b the_first_page_loads_nothing_from_elsewhere,
    less than 1.5 s                                 the_browser_reaches_this_machine_alone; seconds
                                                    by benchmarks/workbench_pages.py
 2  whole flow by keyboard, to the .docx            b the_whole_flow_by_keyboard
 3  reload at any screen: nothing lost              b a_reload_loses_nothing_at_any_screen
 4  tab closed during a run: it goes on             b killed_server_closed_page_and_cancel
 5  cancel: process gone, finished kept, going on   b killed_server_closed_page_and_cancel
    makes only the rest
 6  Run pressed twice: one run                      test_questions run_pressed_twice_is_one_run
 7  kill -9, started again: same bytes              b killed_server_closed_page_and_cancel,
                                                    test_runs a_run_that_was_killed_goes_on_to_the_
                                                    same_bytes
 8  beyond its bound: words of `qipan check`        b beyond_its_bound_the_page_says_so,
                                                    test_questions
 9  1,671 rows: to the last, edit, 200 ms           b rows_of_a_large_city_can_be_reached,
                                                    test_city_table an_edit_waits_for_no_loading;
                                                    milliseconds by benchmarks/workbench_pages.py
10  a column pasted, a wrong one told by row        b a_column_is_pasted_and_a_wrong_value_told
11  table out and in: no difference                 test_city_table out_and_in_again_is_the_same
12  one lever: one line; back: none                 b one_lever_is_one_line, test_questions
13  sentence equals the command's, zh and en        b the_answer_is_that_of_the_command
14  .docx byte by byte                              b the_answer_is_that_of_the_command
15  no such number: a dash                          b a_number_that_does_not_exist_is_a_dash
16  not to be told apart: no winner                 b (two options that are the same)
17  cost adds up by hand                            test_questions costs_add_up_by_hand
18  Chinese page: no English word                   b a_chinese_page_has_no_english_word
19  no Chinese font: Chinese is shown               b chinese_is_shown_where_no_font_has_it
20  Host, Origin, token, CSP, ``../``               test_guard
21  a title is text                                 b a_title_is_text, test_questions
22  two users: neither sees the other's             test_office
23  390 px: no sideways scrolling                   b the_answer_fits_a_telephone (all screens)
24  nothing lies over anything, two languages       b nothing_lies_over_anything
==  ==============================================  ================================================

Beside them: a ledger from the drop to a question (test_ledgers); a plan, placing by a program and
what an answer hangs on (test_studies); a table of communities that becomes a city (test_rosters);
an official document and slides (test_official).
"""
