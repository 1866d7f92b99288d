"""What numbers stand on, in Chinese."""

# The sentences of scenario.standing in Chinese, by the same names.
CHINESE = {
    "not_validated": "未通过检验：在留出的台账日期上，90% 区间所含实际值不足 80%；"
    "不宜据此数值作决策",
    "no_holidays": "{years} 年未给出法定节假日；这些年份中各办公场所每个工作日均开放",
    "sends": "{since_zh}向 {places} 个社区各派 {each:g} 名专职下沉干部，共 {total:g} 名",
    "sends_by_plan": "{since_zh}共派 {total:g} 名专职下沉干部，分布于 {places} 个社区中的 "
    "{served} 个",
    "money_too_late": "专项经费按设定几乎不起作用：一个项目平均需 {days:.0f} 天，"
    "而经费在模拟期内只生效 {left} 天",
    "money_too_slow": "专项经费按设定不起作用：专项经费不支付的，平均 {wait:.0f} 天后总有他方支付，"
    "而经费项目平均需 {days:.0f} 天",
    "money_too_little": "专项经费按设定只够支付很少的项目：一个社区每项经费每年最多可用 "
    "{yuan:,.0f} 元，而一个项目平均需 {cost:,.0f} 元",
    "others_pay": "专项经费不支付的，平均 {wait:.0f} 天后总有他方支付；经费项目至少平均需 "
    "{days:.0f} 天，因此经费平均每个项目最多节省 {saved:.0f} 天",
    "others_pay_some": "专项经费不支付的，其他预算最多支付其中 {share:.0%}：每千居民每年产生的项目"
    "需 {asked:,.0f} 元，其他预算有 {yuan:,.0f} 元，另有 {never:.0%} 永不支付；"
    "其余一直等到事项自行消失",
    "part_of_a_year": "只统计 {days} 天，而预算为全年预算：超出这些天内项目所需的经费"
    "在此期间不起作用",
}
