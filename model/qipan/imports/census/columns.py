"""What a table of communities can say, and the headers it says it under."""

from ..tabular.roles import Role

ROLES = (
    Role(
        "name",
        (
            *("社区名称", "社区", "社区名", "村居名称", "村居", "村社区名称", "村社区", "社区村"),
            *("村（社区）名称", "社区（村）名称", "居委会", "居委会名称", "居民委员会", "行政村"),
            *("村名", "村", "单位名称", "名称", "community", "community name", "community_id"),
            *("village", "id", "place"),
        ),
        needed=True,
    ),
    Role(
        "subdistrict",
        (
            *("所属街道", "街道", "街道名称", "所属镇街", "镇街", "镇街名称", "街镇", "所属街镇"),
            *("乡镇街道", "街道乡镇", "所属乡镇", "乡镇", "乡镇名称", "镇", "所属镇", "township"),
            *("subdistrict name", "subdistrict_id", "street office"),
        ),
    ),
    Role(
        "residents",
        (
            *("常住人口", "常住人口数", "常住人口总数", "实有人口", "实有人口数", "人口", "人口数"),
            *("总人口", "人口总数", "居民数", "居民人数", "服务人口", "管理人口", "户籍人口"),
            *("population", "resident population", "inhabitants", "people"),
        ),
        needed=True,
    ),
    Role(
        "households",
        (
            *("户数", "总户数", "居民户数", "常住户数", "家庭户数", "家庭户", "实有户数"),
            *("household", "number of households"),
        ),
    ),
    Role("grids", ("网格数", "网格", "网格数量", "网格个数", "基础网格数", "grid", "grid count")),
    Role(
        "staff",
        (
            *("工作人员", "工作人员数", "现有工作人员", "工作人员人数", "社区工作者", "社工人数"),
            *("社区工作者数", "社区工作者人数", "社工", "社工数", "在岗人数", "在岗人员", "人员数"),
            *("office staff", "staff count", "employees"),
        ),
    ),
    Role(
        "cadres",
        (
            *("下派干部", "下派干部数", "下沉干部", "下沉干部数", "下沉干部人数", "驻点干部"),
            *(
                "下派人数",
                "现有干部",
                "驻社区干部",
                "包联干部",
                "干部数",
                "干部",
                "full-time cadres",
            ),
        ),
    ),
    Role("type", ("社区类型", "类型", "小区类型", "类别", "社区类别", "community type", "kind")),
    Role("area_km2", ("面积", "辖区面积", "区域面积", "占地面积", "土地面积", "area")),
    Role("longitude", ("经度", "中心经度", "lon", "lng", "long")),
    Role("latitude", ("纬度", "中心纬度", "lat")),
    Role("x_km", ("东向", "横坐标", "x坐标", "x")),
    Role("y_km", ("北向", "纵坐标", "y坐标", "y")),
)

# Headers in the order in which a table is written.
HEADERS_ZH = {
    "name": "社区名称",
    "subdistrict": "所属街道",
    "type": "社区类型",
    "residents": "常住人口",
    "households": "户数",
    "grids": "网格数",
    "staff": "工作人员",
    "cadres": "下派干部",
    "area_km2": "面积（平方公里）",
    "x_km": "东向（千米）",
    "y_km": "北向（千米）",
}

# Units that a header may name in brackets, against those in which a scenario says it.
UNITS = {
    "residents": {"万人": 10_000.0, "万": 10_000.0, "千人": 1000.0},
    "households": {"万户": 10_000.0, "万": 10_000.0},
    "area_km2": {
        **dict.fromkeys(("平方公里", "平方千米", "km2", "km²", "sq km", "square km"), 1.0),
        **dict.fromkeys(("公顷", "ha", "hectares"), 0.01),
        **dict.fromkeys(("亩", "mu"), 1 / 1500),
        **dict.fromkeys(("平方米", "平米", "㎡", "m2", "m²"), 1e-6),
        "万平方米": 0.01,
    },
    "x_km": {"千米": 1.0, "公里": 1.0, "km": 1.0, "米": 0.001, "m": 0.001},
    "y_km": {"千米": 1.0, "公里": 1.0, "km": 1.0, "米": 0.001, "m": 0.001},
}
NO_UNITS = {"", "人", "户", "个", "名", "人数", "位", "°", "度", "persons", "people", "degrees"}

# Words for the types of communities that come with Qipan.
TYPE_WORDS = {
    "old_urban": ("老旧小区", "老旧", "老城区", "老小区", "传统社区", "单位型社区", "单位社区"),
    "commodity_housing": ("商品房", "商品房小区", "商品房社区", "商品住宅", "新建小区", "城市社区"),
    "resettlement": ("安置房", "安置小区", "安置社区", "安置", "拆迁安置", "回迁房", "保障房"),
    "village_turned": ("村改居", "城中村", "村改居社区", "涉农社区", "农转居"),
    "village": ("村", "行政村", "农村", "村庄", "建制村"),
}
