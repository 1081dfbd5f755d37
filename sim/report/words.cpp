#include "sim/report/words.h"

#include <array>
#include <utility>

namespace muster::sim {

namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr auto chinese = std::to_array<Entry>({
    {"Evacuation report", "疏散模拟报告"},
    {"The answer", "结论"},
    {"Everybody is out after", "全部人员撤离时间"},
    {"Not everybody got out", "并非所有人都已撤离"},
    {"Half are out after", "50% 人员撤离时间"},
    {"95 % are out after", "95% 人员撤离时间"},
    {"People placed", "总人数"},
    {"Still inside", "仍在场内"},
    {"Stuck", "受阻"},
    {"Incapacitated", "失能"},
    {"Available time (ASET)", "可用安全疏散时间 (ASET)"},
    {"Required time (RSET)", "必需安全疏散时间 (RSET)"},
    {"Margin", "安全裕量"},
    {"Expected deaths", "预计死亡人数"},
    {"Expected injuries", "预计受伤人数"},
    {"Worst jam", "最严重拥堵处"},
    {"Available less required time is negative: places became untenable while people were still there.",
     "可用时间小于必需时间:人员撤离前场所已不再安全。"},
    {"How people leave", "人员撤离过程"},
    {"time [s]", "时间 [s]"},
    {"people inside", "场内人数"},
    {"people out through each exit", "各出口累计撤离人数"},
    {"Where it gets crowded", "拥挤分布"},
    {"Most people on a square metre at any time", "各处峰值人员密度 (人/平方米)"},
    {"Heat", "热辐射"},
    {"Highest radiation at any time", "各处最大热辐射"},
    {"Gas", "气体"},
    {"Highest concentration at any time", "各处最高浓度"},
    {"Exits", "出口"},
    {"Doors", "门"},
    {"Name", "名称"},
    {"Width", "宽度"},
    {"People", "人数"},
    {"First", "首人"},
    {"Last", "末人"},
    {"Mean flow", "平均流量"},
    {"Peak flow", "峰值流量"},
    {"Muster points", "集合点"},
    {"Hazards", "危险源"},
    {"Criterion", "判据"},
    {"Distance", "距离"},
    {"Area", "面积"},
    {"over walkable floors", "可行走地面"},
    {"Who is exposed", "人员暴露"},
    {"People above it", "超过人数"},
    {"How long places can be used", "场所可用时间"},
    {"Place", "场所"},
    {"by", "原因"},
    {"Events", "事件"},
    {"Time", "时间"},
    {"Event", "事件"},
    {"Escalation", "事故升级"},
    {"Targets", "受体"},
    {"mean over its surface", "表面平均"},
    {"Where it is highest", "最大值位置 (x, y, z)"},
    {"Warnings and validity", "警告与适用范围"},
    {"There are none.", "无。"},
    {"What was assumed", "输入与假设"},
    {"Everything that the case does not say has the default of docs/case-file.md.",
     "案例文件未说明的均取 docs/case-file.md 中的默认值。"},
    {"Laid over the case by the command line", "命令行修改"},
    {"To repeat this run", "重现本次计算"},
    {"Program", "程序"},
    {"Seed", "随机种子"},
    {"Inputs", "输入文件"},
    {"The run was stopped early; figures are of the time until then.", "计算提前终止;数据仅到终止时刻。"},
    {"Storey", "楼层"},
    {"outside of rooms", "室外"},
    {"Drill card", "演练卡"},
    {"Expected by simulation; times count from the alarm (t = 0).", "模拟预计值;时间自报警起算 (t = 0)。"},
    {"First door", "首先通过的门"},
    {"not out", "未撤离"},
    {"outside of storeys", "楼层之外"},
    {"Comparison of results", "结果比较"},
    {"What is compared", "比较对象"},
    {"Variant", "方案"},
    {"Title", "标题"},
    {"Case", "案例"},
    {"Runs", "计算次数"},
    {"Seeds", "随机种子"},
    {"Differences", "差异"},
    {"Figure", "指标"},
    {"less", "更小"},
    {"more", "更大"},
    {"the same", "相同"},
    {"no difference shown", "无显著差异"},
    {"one run: no interval", "仅一次计算:无置信区间"},
    {"Means over the seeds, with 95 % confidence intervals (Student's t; differences are paired by seed where both "
     "variants ran the same seeds). Where the interval of a difference holds zero, no difference is shown.",
     "各随机种子的均值及 95% 置信区间 (t 分布;种子相同时按种子配对求差)。差值区间包含零时,差异不显著。"},
    {"People out", "撤离人数"},
    {"Highest density", "最大人员密度"},
    {"Person-seconds above 4 per m²", "密度超过 4 人/平方米的人·秒"},
    {"mean of the runs; the grey band holds all of them", "各次计算的均值;灰色带包含所有计算"},
    {"What changed in the inputs", "输入的变化"},
    {"The case files are the same.", "案例文件相同。"},
    {"Where it gets more or less crowded", "拥挤程度的变化"},
    {"Change of the most people on a square metre", "峰值人员密度的变化 (人/平方米)"},
    {"Change of the heat", "热辐射的变化"},
    {"Change of the highest radiation", "最大热辐射的变化"},
    {"The models or their floors differ: maps cannot be subtracted.", "模型或楼面不同:无法作差值图。"},
    {"The runs were made by different versions of the program.", "这些计算由不同版本的程序完成。"},
    {"A run was stopped early; its figures are of the time until then.", "有计算提前终止;其数据仅到终止时刻。"},
});

}  // namespace

std::string translate(std::string_view english, Language language) {
  if (language == Language::chinese)
    for (const auto& [from, to] : chinese)
      if (from == english) return std::string(to);
  return std::string(english);
}

}  // namespace muster::sim
