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
});

}  // namespace

std::string translate(std::string_view english, Language language) {
  if (language == Language::chinese)
    for (const auto& [from, to] : chinese)
      if (from == english) return std::string(to);
  return std::string(english);
}

}  // namespace muster::sim
