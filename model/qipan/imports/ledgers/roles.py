"""What a ledger can say, and the headers under which exports say it.

Found in exports of 12345 hotlines, of grid platforms (eGova) and of American 311 services.
"""

from ..tabular.roles import Role

MOST_LEVELS = 4

ROLES = (
    Role(
        "id",
        (
            *(
                "工单编号",
                "受理编号",
                "案件号",
                "任务号",
                "事件编号",
                "案卷号",
                "留言编号",
                "工单号",
            ),
            *("案件编号", "诉求编号", "编号", "rec_id", "order_num", "task_num", "case id"),
            *("SRRecordID", "SRNumber", "service request number", "case number", "ticket id"),
        ),
    ),
    Role(
        "opened_at",
        (
            *("受理时间", "登记时间", "来电时间", "创建时间", "上报时间", "推送时间", "留言时间"),
            *("诉求时间", "立案时间", "受理日期", "登记日期", "创建日期", "create_time", "opened"),
            *("creation date", "created date", "date created", "open date", "opened date"),
            *("requested_datetime", "created_at"),
        ),
        needed=True,
    ),
    Role(
        "dispatched_at",
        ("派单时间", "派遣时间", "转派时间", "交办时间", "dispatch_time", "dispatched"),
    ),
    Role("accepted_at", ("签收时间", "接单时间", "街道签收时间", "accept_time", "accepted")),
    Role(
        "closed_at",
        (
            *(
                "办结时间",
                "结案时间",
                "办理完成时间",
                "回复时间",
                "答复时间",
                "归档时间",
                "完成时间",
            ),
            *("办结日期", "结案日期", "archive_time", "closed", "closed date", "close date"),
            *("date closed", "closed_at", "resolution date"),
        ),
    ),
    Role("ended_at", ("其他结束时间", "作废时间", "撤单时间", "cancel_time", "ended")),
    Role("returned_at", ("退单时间", "退回时间", "回退时间", "return_time")),
    Role(
        "due_at",
        (
            *("办理期限", "处置截止时间", "回复截止时间", "应办结时间", "办结期限", "截止时间"),
            *("deadline", "due date", "sla date"),
        ),
    ),
    Role("status", ("工单状态", "办理状态", "当前阶段", "处置状态", "状态", "case status")),
    Role(
        "kind",
        (
            *("问题代码", "一级分类", "大类", "大类名称", "问题大类", "问题分类", "诉求分类"),
            *("问题类型", "事项分类", "案件类型", "事件类型", "诉求类型", "类别", "类型"),
            *("category", "request type", "SRType", "complaint type", "service_name", "type"),
        ),
    ),
    Role("kind_2", ("二级分类", "小类", "小类名称", "问题小类", "subcategory", "descriptor")),
    Role("kind_3", ("三级分类", "细类", "detail")),
    Role("kind_4", ("四级分类",)),
    Role(
        "area",
        (
            *("区域", "所属区", "所属区域", "被反映区", "区县", "行政区", "所属区县", "district"),
            *("neighborhood", "neighbourhood", "ward", "council district", "borough"),
        ),
    ),
    Role(
        "area_2",
        (
            *(
                "所属街道",
                "被反映街乡镇",
                "街乡镇",
                "街道",
                "街道名称",
                "乡镇街道",
                "镇街",
                "所属镇街",
            ),
            *("subdistrict", "street_name"),
        ),
    ),
    Role(
        "area_3",
        (
            *("所属社区", "社区", "村/社区", "社区名称", "村居", "所属村居"),
            *("community", "community_name"),
        ),
    ),
    Role("area_4", ("网格", "责任网格", "所属网格", "网格名称", "cell_name", "grid")),
    Role(
        "department",
        (
            *("承办单位", "主办单位", "处置部门", "责任单位", "办理单位", "承办部门", "责任部门"),
            *("dispose_unit_name", "agency", "owner department"),
        ),
    ),
    Role("lead", ("主协办", "主办协办", "办理角色", "承办类型")),
    Role(
        "source",
        (
            *("工单来源", "问题来源", "受理渠道", "诉求渠道", "来源", "来源渠道"),
            *("event_src_name", "channel", "method received"),
        ),
    ),
    Role("parent", ("主工单号", "主工单编号", "关联工单", "关联工单号", "parent SR number")),
    Role("repeats", ("催办次数", "追办次数", "重复来电次数", "repeat calls")),
    Role("solved", ("是否解决", "解决情况", "是否已解决")),
    Role("satisfied", ("是否满意", "满意情况", "处理结果满意度", "满意度")),
)

TIME_ROLES = (
    *("opened_at", "dispatched_at", "accepted_at", "closed_at", "ended_at", "returned_at"),
    "due_at",
)
# Headers of which one holds the date and the other the time of day.
DATE_AND_TIME = (("日期", "时间"), ("date", "time"))

_WORDS = {
    "open": ("未办结", "未结", "处置中", "办理中", "处理中", "在办", "待", "受理中", "open", "new"),
    "closed_late": ("超期办结", "超期结", "逾期办结", "超时办结", "超期完成", "overdue closed"),
    "closed_in_time": ("按期办结", "按时办结", "按期结", "及时办结", "按期完成", "closed in time"),
    "cancelled": (
        "作废",
        "撤单",
        "撤销",
        "撤回",
        "取消",
        "不予受理",
        "自行消失",
        "canc",
        "lapsed",
    ),
    "duplicate": ("重复", "dup"),
    "transferred": ("退单", "退回", "回退", "转出", "transferred", "referred"),
    "closed": (
        *("办结", "结案", "归档", "已回复", "已答复", "完成", "完结", "关闭", "办毕", "closed"),
        *("resol", "complet"),
    ),
}
_STILL_OPEN = ("assign", "progress", "pending", "派单", "转办", "received")
_TRUE = {"是", "已解决", "解决", "满意", "非常满意", "基本满意", "较满意", "yes", "y", "true", "1"}
_FALSE = {"否", "未解决", "不满意", "非常不满意", "不太满意", "no", "n", "false", "0"}


def status_of(word: str) -> str | None:
    """Return what a word for the status of a request means; None if it is not known."""
    said = "".join(word.casefold().split())
    for status, parts in _WORDS.items():
        if any("".join(part.split()) in said for part in parts):
            return status
    return "open" if any(part in said for part in _STILL_OPEN) else None


def verdict_of(word: str) -> bool | None:
    """Return whether a resident says yes; None if the word is not known."""
    said = "".join(word.casefold().split())
    return True if said in _TRUE else False if said in _FALSE else None
