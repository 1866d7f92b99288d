"""The list of metrics, as a table to be read by people and by `catalogue`."""

# Durations, of each of which there are a median, p90, p99 and mean: name, unit, titles.
DURATIONS = """
response | hours | Opening to first response | 立案至首次响应用时
close | days | Opening to closure | 立案至办结用时
birth_to_solved | days | Birth to true resolution | 问题产生至真正解决用时
report_to_solved | days | First report to true resolution | 上报至真正解决用时
fixed_cohort | days | Birth to true resolution, fixed cohort | 同一批问题产生至真正解决用时
"""

# Daily counters, a year: name, which way is better, titles.
COUNTS = """
born | - | Issues born | 产生的问题
reports | - | First reports | 首次上报
duplicates | - | Duplicate reports | 重复上报
merged | - | Duplicates merged on arrival | 自动归并的重复上报
repeat_calls | lower | Repeat calls | 催办
patrol_finds | - | Patrol finds | 巡查发现
turned_away | lower | Visitors turned away at counters | 窗口未能受理的来访
fixed_on_the_spot | higher | Fixed on the spot | 随手做
lapsed | - | Issues lapsed | 自行消失的问题
opened | - | Tickets opened | 立案
closed | - | Closures | 办结
falsely_closed | lower | False closures | 虚假办结
acts_set_aside | lower | Acts set aside on review | 复议撤销的执法行为
solved | higher | Issues solved | 真正解决
reopened | lower | Tickets reopened | 重新打开
withdrawn | - | Tickets withdrawn | 撤销
escalated | lower | Escalations | 上交
misrouted | lower | Tickets sent to a wrong desk | 派错
returned | lower | Returns | 退单
whistles | - | Whistles | 吹哨
whistles_refused | lower | Whistles refused | 哨响未到
rated | - | Ratings | 评价
satisfied | higher | Satisfied ratings | 满意评价
decision_waits | - | Waits for a decision | 等待决定
talk_finds | - | Found at deputies' talks | 恳谈发现
settled_at_counter | higher | Settled at a counter | 窗口当场办结
orders | - | Orders to volunteers | 点单
volunteer_calls | - | Calls to volunteers | 派单
volunteer_accepts | - | Calls accepted | 接单
no_shows | lower | Accepted orders to which nobody came | 接单未到
orders_done | higher | Orders done | 办单
orders_failed | lower | Orders given back to a desk | 退回办理台的点单
signed_up | higher | Residents who signed up to help | 新登记志愿者
unit_claims | - | Needs claimed by units | 共建单位认领
unit_solved | higher | Needs solved by units | 共建单位解决
cases_heard | - | Cases heard at sittings | 会议审议件次
cases_decided | higher | Cases decided at sittings | 会议议定件数
projects | - | Projects of the fund | 专项经费项目
projects_returned | lower | Project proposals sent back | 退回的项目申报
projects_built | higher | Projects built | 建成项目
stalled | lower | Cases that stalled between departments | 部门间搁置件
revived | - | Stalled cases taken up again | 搁置后重启件
hardened | lower | Cases in which neighbours hardened | 矛盾激化件
given_up | lower | Cases that neighbours gave up, unsolved | 议而未决、不了了之件
paid_by_others | - | Projects paid for by other budgets | 其他预算出资的项目
places_taken | higher | Demands met by a paid place | 服务名额满足的需求
ended_cancelled | - | Tickets cancelled | 作废件
ended_duplicate | - | Tickets ended as duplicates | 按重复件结束的工单
ended_transferred | - | Tickets transferred elsewhere | 转出件
petitions | lower | Petitions | 信访件
petition_inspections | lower | Inspections that petitions brought | 信访引发的检查
courier_finds | - | Told by couriers at stations | 骑手在驿站反映
steward_finds | - | Found by building heads and council members | 楼栋长和议事会成员发现
settled_by_stewards | higher | Settled by them among neighbours | 楼栋长和议事会成员调解
"""

# Everything else: name, unit, which way is better, titles.
OTHERS = """
close_completed_mean | days | lower | Mean time to close of closed tickets | 已办结平均用时
close_log_sd | log | - | Log-sd of time to close, an hour or more | 办结用时对数标准差
solved_within_3_days | % | higher | Solved within 3 days of birth | 同一批问题3日内解决率
solved_within_7_days | % | higher | Solved within 7 days of birth | 同一批问题7日内解决率
solved_within_15_days | % | higher | Solved within 15 days of birth | 同一批问题15日内解决率
solved_within_30_days | % | higher | Solved within 30 days of birth | 同一批问题30日内解决率
solved_within_3_days_worst_community | % | higher | Worst place within 3 days | 最差社区3日解决率
solved_within_7_days_worst_community | % | higher | Worst place within 7 days | 最差社区7日解决率
solved_within_15_days_worst_community | % | higher | Worst place within 15 days | 最差社区15日解决率
solved_within_30_days_worst_community | % | higher | Worst place within 30 days | 最差社区30日解决率
fixed_cohort_solved_share | % | higher | Fixed cohort solved within the horizon | 同一批问题解决率
fixed_cohort_lapsed_share | % | - | Fixed cohort lapsed within the horizon | 同一批问题自行消失率
repeat_share | % | lower | Repeats among reports | 重复占比
patrol_per_hotline | ratio | - | Tickets found by patrols per hotline ticket | 巡查与热线来件之比
patrol_share | % | - | Visible tickets found by patrol | 可见类巡查发现占比
sla_breach_share | % | lower | Tickets past their SLA | 超时率
on_time_share | % | higher | Due tickets closed on time, as bulletins count | 按期办结率
solved_on_time_share | % | higher | Due tickets truly solved on time | 期限内真实解决率
closed_share | % | higher | Residents' due tickets closed | 办结率
closed_of_opened_share | % | higher | Residents' tickets closed by the end | 办结率（按受理件）
solved_share | % | higher | Residents' due tickets truly solved | 真实解决率
satisfied_share | % | higher | Ratings of due tickets that are satisfied | 满意率
closed_minus_satisfied | points | lower | Closed minus satisfied | 办结率减满意率
closed_minus_solved | points | lower | Closed minus solved | 办结率减解决率
false_closure_share | % | lower | Closures that solved nothing | 虚假办结占比
resolved_at_level_share | % | - | Closed tickets by the level that closed them | 各层级办结占比
entered_at_level_per_year | per year | - | Tickets by the level they entered at | 各层级受理量
closed_where_entered_share | % | - | Closed tickets closed where they entered | 本层级办结占比
ended_estate_share | % | - | Of those entered: closed by an estate | 受理工单：小区办结占比
ended_community_share | % | - | Of those entered: closed by a community | 受理工单：社区办结占比
ended_subdistrict_share | % | - | Of those entered: closed by a subdistrict | 受理工单：街道办结占比
ended_department_share | % | - | Of those entered: closed by a department | 受理工单：部门办结占比
ended_withdrawn_share | % | - | Of those entered: withdrawn | 受理工单：撤销占比
ended_open_share | % | - | Of those entered: still open | 受理工单：未办结占比
unreported_share | % | lower | Issues never reported or found | 未上报占比
deliberation_share | % | - | Solved issues that took deliberation | 协商解决占比
by_council_share | % | - | Solved issues that a sitting agreed on | 经会议议定后解决占比
handled_by_desk_share | % | - | Closed tickets handled by desks | 办理台办结占比
handled_by_volunteer_share | % | - | Closed tickets handled by volunteers | 志愿者办结占比
handled_by_unit_share | % | - | Closed tickets handled by units | 共建单位办结占比
handled_by_patrol_share | % | - | Closed tickets handled by patrols | 巡查随手办结占比
handled_by_counter_share | % | - | Closed tickets handled at counters | 窗口办结占比
handled_by_answer_share | % | - | Closed tickets answered at once | 直接答复办结占比
cancelled_share | % | - | Tickets that were cancelled | 作废占比
duplicate_share | % | - | Tickets that ended as duplicates | 重复件占比
transferred_share | % | - | Tickets transferred elsewhere | 转出占比
outside_wait_mean | days | - | Mean outside wait of closed tickets with one | 外部等待平均用时
outside_wait_share | % | - | Outside wait among the days to close | 办结用时中外部等待占比
handled_by_steward_share | % | - | Closed tickets settled by heads and members | 楼栋长等调解占比
by_visit_share | % | - | Of residents' tickets: by a visit | 来访占比
by_hotline_share | % | - | Of residents' tickets: by the hotline | 热线占比
by_grid_worker_share | % | - | Of residents' tickets: through a grid worker | 网格员转报占比
by_app_share | % | - | Of residents' tickets: by app | 小程序占比
by_petition_share | % | - | Of residents' tickets: by a petition at once | 直接信访占比
returns_per_ticket | per ticket | lower | Returns per ticket | 每件退单次数
refusals_per_ticket | per ticket | lower | Refused whistles per ticket | 每件拒哨次数
reopenings_per_ticket | per ticket | lower | Reopenings per ticket | 每件重开次数
sittings_per_ticket | per ticket | - | Sittings per ticket | 每件上会次数
estate_meeting_wait_mean | days | lower | Mean wait for estate meetings | 小区会议平均等待
council_wait_mean | days | lower | Mean wait for councils | 议事会平均等待
community_meeting_wait_mean | days | lower | Mean wait for community meetings | 社区会议平均等待
subdistrict_meeting_wait_mean | days | lower | Mean wait for subdistrict meetings | 街道会议平均等待
city_meeting_wait_mean | days | lower | Mean wait for city meetings | 市级会议平均等待
stalled_wait_mean | days | lower | Mean time for which a case lies stalled | 平均搁置时间
stalled_end | tickets | lower | Stalled cases at the end | 期末搁置件
fund_queue_wait_mean | days | lower | Mean wait of projects for money | 项目平均等待资金
response_rate | % | higher | Response rate | 响应率
solved_rate | % | higher | Solved rate | 解决率
satisfaction_rate | % | higher | Satisfaction rate | 满意率(三率)
three_rates | % | higher | Composite of the three rates | 三率综合
backlog_end | tickets | lower | Open tickets at the end | 期末未办结
backlog_mean | tickets | lower | Mean open tickets | 平均未办结
backlog_ticket_days | ticket-days | lower | Open ticket-days | 未办结件日
backlog_growth | tickets/month | lower | Growth of open tickets | 未办结月增长
backlog_growth_low | tickets/month | - | Its 95 % interval, low end | 月增长区间下限
backlog_growth_high | tickets/month | - | Its 95 % interval, high end | 月增长区间上限
desk_backlog_end | tickets | lower | Tickets at desks at the end | 期末在台件数
desk_backlog_mean | tickets | lower | Mean tickets at desks | 平均在台件数
desk_backlog_growth | tickets/month | lower | Growth of tickets at desks | 在台件月增长
desk_backlog_growth_low | tickets/month | - | Its 95 % interval, low end | 在台区间下限
desk_backlog_growth_high | tickets/month | - | Its 95 % interval, high end | 在台区间上限
growing_desks_share | % | lower | Desks whose growth interval lies above 0 | 积压增长的办理台占比
stationary | 0 or 1 | - | Backlog neither grows nor shrinks | 是否平稳
warm_up_needed | days | - | Days until the backlog has settled (MSER-5) | 所需预热天数
warm_up_enough | 0 or 1 | - | Warm-up at least that long | 预热是否足够
utilisation | ratio | - | Busy over staffed hours | 利用率
load | ratio | lower | Offered work over capacity | 负荷
staffed_hours_per_year | hours/year | lower | Staffed desk hours | 坐班工时
patrol_hours_per_year | hours/year | lower | Patrol hours | 巡查工时
dispatched_hours_per_year | hours/year | lower | Hours of dispatched cadres | 下沉干部工时
lost_at_sender_hours_per_year | hours/year | lower | Hours lost at sending units | 派出单位损失工时
inspection_hours_per_year | hours/year | lower | Hours spent on inspections | 迎检工时
meeting_hours_per_year | hours/year | lower | Staff hours spent on sittings | 会议工时
training_hours_per_year | hours/year | - | Hours of training of community staff | 社区工作者培训工时
career_yuan_per_year | yuan/year | lower | Cost of the pay ladder | 等级薪酬支出
vacant_post_days_per_year | post-days/year | lower | Days on which posts stand empty | 岗位空缺天数
leavers_per_year | people/year | lower | Community staff who leave | 社区工作者离职人数
lendings_per_year | per year | - | Times that rules lent cadres | 按规则调派次数
lent_cadre_days_per_year | cadre-days/year | lower | Days of cadres lent by rules | 按规则调派人日
hired_clerk_days_per_year | clerk-days/year | lower | Days of clerks hired by rules | 增派文书人日
cadres_moved_per_year | per year | - | Cadres moved by a planner | 统筹调整干部人次
moving_yuan_per_year | yuan/year | lower | Cost of moving cadres | 干部调整费用
counter_hours_per_year | hours/year | lower | Clerks' hours at centres' counters | 服务中心窗口工时
steward_hours_per_year | hours/year | lower | Own hours of heads and members | 楼栋长等自有工时
volunteers_active | people | higher | Volunteers still active at the end | 期末活跃志愿者
volunteer_retention | % | higher | Volunteers kept over the measured days | 志愿者留存率
volunteer_retention_per_year | % | higher | Volunteers kept, a year | 志愿者年留存率
volunteer_hours_per_year | hours/year | higher | Hours worked by volunteers | 志愿服务工时
volunteer_hours_wasted_per_year | hours/year | lower | Hours lost to no-shows | 爽约损失工时
calls_per_order | per order | lower | Calls per order | 每单派单次数
acceptance_rate | % | higher | Calls that are accepted | 接单率
order_success_share | % | higher | Orders that are done | 办单率
solved_per_registered | per person and year | higher | Orders done per registered | 登记者人均办单
solved_per_member | per person and year | higher | Orders done per Party member | 在职党员人均办单
engagement_mean | 0 to 1 | higher | Mean engagement of units at the end | 期末共建参与度
engagement_voluntary_mean | 0 to 1 | higher | Of units that volunteered | 自愿单位参与度
engagement_assigned_mean | 0 to 1 | higher | Of units that were assigned | 指派单位参与度
engagement_half_life | months | higher | Months until engagement has halved | 参与度半衰期
unit_hours_per_year | hours/year | higher | Hours given by units | 共建单位工时
unit_yuan_per_year | yuan/year | higher | Money given by units | 共建单位资金
solved_per_unit | per unit and year | higher | Needs solved per unit | 每家共建单位解决数
fund_allotted_per_year | yuan/year | - | Money allotted to the fund | 专项经费拨付
fund_spent_per_year | yuan/year | - | Money of the fund spent | 专项经费支出
fund_executed_share | % | higher | Money of the fund spent of that allotted | 专项经费执行率
mean_project_yuan | yuan | - | Mean cost of a project | 项目平均金额
others_spent_per_year | yuan/year | - | Spent by other budgets | 其他预算支出
places_spent_per_year | yuan/year | - | Spent on places of services | 服务名额支出
projects_unpaid_end | projects | lower | Projects unpaid at the end | 期末无人出资的项目
yuan_per_solved | yuan | lower | Money of the fund per issue solved | 每解决一件所用经费
cost_yuan_year | yuan/year | lower | Cost by the scenario's prices | 按价格计的年度成本
cost_yuan_per_solved | yuan | lower | Cost per issue truly solved | 每真正解决一件的成本
circle_coverage | % | higher | Residents within reach of a centre | 服务圈覆盖率
centre_space_mean | m² per 100 households | higher | Mean floor space of centres | 平均用房面积
centre_space_compliance | % | higher | Communities with the standard's space | 用房达标率
mean_trust | share | higher | Mean trust of residents at the end | 平均信任
reports_per_1000_residents_year | per 1,000 a year | - | Reports, duplicates too | 千人上报量
p90_worst_community | days | lower | Worst community's p90, fixed cohort | 最差社区九成解决用时
p90_gini | Gini | lower | Gini of p90 over communities | 九成解决用时基尼系数
p90_kolm_pollak | days | lower | Kolm-Pollak equivalent of p90 (epsilon -1) | 九成解决用时等价公平值
p90_missing_communities | communities | lower | Communities without a p90 | 解决不足九成的社区数
p90_quiet_third | days | lower | p90 where residents report least | 少上报社区九成解决用时
p90_vocal_third | days | lower | p90 where residents report most | 多上报社区九成解决用时
p90_voice_gap | days | lower | p90 where they report least, minus most | 发声差距
"""

# Those of the above that have no value for the city as a whole, only one for each level.
BY_LEVEL_ONLY = """
resolved_at_level_share desk_backlog_end desk_backlog_mean entered_at_level_per_year
ended_estate_share ended_community_share ended_subdistrict_share ended_department_share
ended_withdrawn_share ended_open_share
desk_backlog_growth desk_backlog_growth_low desk_backlog_growth_high
"""

# Those that calendars, plans and the city itself settle: the same in every replication, unless a
# scenario makes them hang on what happens.
SETTLED = """
staffed_hours_per_year patrol_hours_per_year dispatched_hours_per_year
lost_at_sender_hours_per_year inspection_hours_per_year counter_hours_per_year
fund_allotted_per_year
circle_coverage centre_space_mean centre_space_compliance
"""

# The summary table, in its order.
HEADLINE = """
solved_within_15_days solved_within_15_days_worst_community
fixed_cohort_p50 fixed_cohort_p90 fixed_cohort_solved_share p90_worst_community
close_p50 close_p90 closed_per_year on_time_share solved_on_time_share
closed_share false_closure_share closed_minus_satisfied
unreported_share backlog_end load mean_trust
"""
