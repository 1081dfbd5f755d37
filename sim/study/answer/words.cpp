#include "sim/study/answer/words.h"

#include <array>
#include <utility>

namespace muster::sim::study {

namespace {

constexpr auto words = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"Layout", "布局"},
    {"Layouts looked at", "已评估布局数"},
    {"Best layout", "最佳布局"},
    {"Against the case as it is", "与现状相比"},
    {"as it is", "现状"},
    {"The best layouts", "最佳布局"},
    {"Other seeds than those of the search: no luck of the search is in these figures. Differences to the case as it "
     "is "
     "are paired by seed; p values after Holm.",
     "使用与搜索不同的随机种子:结果不含搜索中的偶然性。与现状的差值按相同种子配对;p 值按 Holm 方法校正。"},
    {"The search is not over: the best layouts have not been confirmed yet.", "搜索尚未结束:最佳布局尚未经确认。"},
    {"How the search went", "搜索过程"},
    {"layouts looked at", "已评估布局"},
    {"best so far", "目前最佳"},
    {"each layout", "各布局"},
    {"What it costs: the trade-off", "权衡曲线"},
    {"Layouts that no other one beats in both figures. With an interval: run again with other seeds. Dots: means over "
     "the "
     "seeds of the search, which chose and flatter.",
     "两项指标上均不被其他布局超越的布局。带区间者:已用其他随机种子重新模拟。圆点:搜索所用种子的均值("
     "因参与选择而偏乐观)。"},
    {"none better in both", "两项均无更优"},
    {"95 % interval, other seeds", "95% 区间(其他种子)"},
    {"confirmed", "已确认"},
    {"true", "是"},
    {"false", "否"},
    {"5 to 95 % of the runs", "模拟的 5–95% 范围"},
    {"best", "最佳"},
    {"middle", "居中"},
    {"worst", "最差"},
    {"first", "首个"},
    {"Lines: mean share of the people out over the runs. Bands: 5 to 95 % of the runs.",
     "曲线:各次模拟已撤离比例的均值。色带:模拟的 5–95% 范围。"},
    {"What each factor changes", "各因素的影响"},
    {"Mean of the variants in which the factor is so, whatever the others are: from the least to the greatest. The "
     "line "
     "is the mean of all.",
     "该因素取该值时(其余因素任意)各方案的均值,从最小到最大。竖线为全部方案的均值。"},
    {"low third", "低三分之一"},
    {"middle third", "中三分之一"},
    {"high third", "高三分之一"},
    {"Level", "水平"},
    {"variants", "方案数"},
    {"mean", "均值"},
    {"none is shown to be better than the case as it is", "未证实有优于现状的布局"},
    {"none: not all runs have the figure", "无:并非全部模拟都有该指标"},
    {"not all runs have the figure", "并非全部模拟都有该指标"},
    {"In red: not all planned runs have the figure. In the others not everybody came out, or they failed or are "
     "missing. Such variants stand last, whatever the mean of the rest.",
     "红色:并非全部计划的模拟都有该指标——其余模拟中有人未撤出、模拟失败或尚未运行。这类方案一律排在最后,"
     "不论其余模拟的均值如何。"},
    {"higher than 95 %", "高于 95% 模拟的值"},
    {"criterion", "判据"},
    {"not yet", "尚未完成"},
    {"met", "已达到"},
    {"not met with the most runs", "达到次数上限仍未满足"},
    {"In how many runs it goes wrong", "出现不利结果的模拟次数"},
    {"Of the runs that ended well. From and to: Wilson's 95 % interval of the share of all possible runs; none of ten "
     "may still be a quarter.",
     "仅统计正常结束的模拟。上下限:该比例的 95% 威尔逊区间;十次中零次,实际比例仍可能达四分之一。"},
    {"What", "情形"},
    {"Somebody is still inside", "仍有人在内"},
    {"Somebody is incapacitated", "有人失能"},
    {"RSET above ASET", "RSET 大于 ASET"},
    {"Variants count as often as their options are so; no interval: they are all that there are.",
     "各方案按其选项出现的频率加权;无区间:方案已全部列出,并非抽样。"},
    {"±: 95 % interval over the variants, not over the seeds.", "±:对各方案(而非随机种子)的 95% 区间。"},
    {"Fewer than 64 rows: the intervals are too narrow, and hold the index less often than said.",
     "少于 64 行:区间偏窄,包含真值的概率低于所称水平。"},
    {"One run a point: what the seeds contribute is not known, and is in the total indices.",
     "每点仅模拟一次:随机种子的贡献未知,并计入总指数。"},
    {"Risk", "风险"},
    {"Risk per year", "每年风险"},
    {"People", "人员"},
    {"per year", "每年"},
    {"(all)", "(全部)"},
    {"expected deaths", "期望死亡人数"},
    {"individual", "个人风险"},
    {"frequency with figures [1/year]", "有结果的频率 [1/年]"},
    {"frequency without [1/year]", "无结果的频率 [1/年]"},
    {"Individual risk: probability a year that one person of the group dies, on his way out, over all weathers and "
     "accidents of the study. Deaths are expected values, the sums of probabilities.",
     "个人风险:该组一名人员在撤离途中每年死亡的概率,对研究中全部天气与事故求和。死亡人数为期望值(概率之和)。"},
    {"The frequency in the last column has no figure: the risk is larger by what happens then.",
     "最后一列的频率没有结果:实际风险应再加上这些情形。"},
    {"at least", "至少"},
    {"The deaths leave out what people met of which no probability of death is known:",
     "死亡人数未计入下列无死亡概率模型而人员曾遭遇的危害:"},
    {"People incapacitated per year, dead or alive", "每年失能人数(含死亡)"},
    {"Expected deaths per year", "每年期望死亡人数"},
    {"Variants whose criterion is met", "满足收敛准则的方案"},
    {"widest half interval of all, as a share of the mean", "全部方案中最大的半区间(占均值)"},
    {"Individual risk at places", "地点个人风险"},
    {"Probability a year that somebody dies who is at the place day and night and does not leave, over all weathers "
     "and "
     "accidents of the study; of named places times the share of the time. Outdoors without shelter; in rooms the air "
     "that gets in.",
     "一名人员昼夜停留在该处且不撤离时每年死亡的概率,对研究中全部天气与事故求和;指定地点再乘以停留时间份额。室外按"
     "无遮蔽计;室内按渗入的空气计。"},
    {"Happenings without figures are not in it; their frequency [1/year]", "未计入没有结果的情形,其频率 [1/年]"},
    {"Hazards of this frequency a year had not passed by the case's run.until_s; exposure ends there",
     "以下频率(每年)的危害在算例 run.until_s 时尚未消散,暴露计至该时刻"},
    {"No happening has figures of the risk at places: their hazards have not been computed, or it is not known whom "
     "they "
     "kill.",
     "没有任何情形具有地点风险结果:其危害尚未计算,或致死概率未知。"},
    {"Nowhere is the risk 1e-8 a year or more.", "各处风险均低于每年 1e-8。"},
    {"The plans need the file of the hazards' floors, which has been removed: tables/risk_map.csv has the squares.",
     "绘制平面图所需的危害结果文件已被删除:各方格风险见 tables/risk_map.csv。"},
    {"Contours of individual risk", "个人风险等值线"},
    {"individual risk [1/year]", "个人风险 [1/年]"},
    {"floor area [m²]", "地面面积 [m²]"},
    {"Place", "地点"},
    {"share of the time", "停留时间份额"},
    {"no floor there", "该处没有地面"},
    {"Individual risk per year", "每年个人风险"},
    {"F-N curve", "F-N 曲线"},
    {"deaths N (expected)", "死亡人数 N(期望值)"},
    {"frequency of N or more [1/year]", "N 人及以上的频率 [1/年]"},
    {"What happens, and how often", "情形及其频率"},
    {"frequency [1/year]", "频率 [1/年]"},
    {"deaths per year", "每年死亡人数"},
    {"Wind", "风向"},
    {"Weather", "天气"},
    {"from [deg]", "来向 [°]"},
    {"share", "份额"},
    {"Length: how often the wind comes from there. Colour and number: the figure's mean then, what happens more often "
     "counting more; dark is much.",
     "长度:该来向的频率。颜色与数字:该来向下指标的均值(按频率加权),深色为大。"},
});

}  // namespace

std::string say(std::string_view english, Language language) {
  if (language == Language::chinese)
    for (const auto& [word, chinese] : words)
      if (word == english) return std::string(chinese);
  return std::string(translate(english, language));
}

}  // namespace muster::sim::study
