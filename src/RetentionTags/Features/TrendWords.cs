using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Names and words of the features of trends.</summary>
internal static class TrendWords
{
    public static FeatureDefinition Define(TrendFeatures features, TrendMeasure measure)
    {
        string periods = Invariant($"{features.Periods}x{features.PeriodDays}d"), halfLife = Invariant($"{features.HalfLifeDays}d");
        string value = features.Property ?? "amount", series = Series(features, value), filter = features.Filter.Lineage;
        string of = $"{series}{(filter.Length > 0 ? $" where {filter}" : "")}", events = features.Filter.Name.Length == 0 ? "events" : $"{features.Filter.Name} events";
        string counted = features.Of == EventMeasure.Count ? $"number of {events}" : $"sum of {value} of {events}", over = Invariant($"{features.Periods} periods of {features.PeriodDays} days");
        string zhEvents = features.Filter.ChineseName ?? (features.Filter.Name.Length == 0 ? "事件" : features.Filter.Name), zhValue = features.Property ?? "金额";
        string zh = features.Of == EventMeasure.Count ? $"{zhEvents}次数" : $"{zhEvents}{zhValue}合计", zhOver = Invariant($"近{features.Periods}个{features.PeriodDays}天周期");
        return measure switch
        {
            TrendMeasure.Slope => Number($"{NameOf(features)}_slope_{periods}", $"slope({of}) over {periods}", $"slope of the {counted} over {over}", $"{zhOver}{zh}斜率"),
            TrendMeasure.Change => Number(
                Invariant($"{NameOf(features)}_change_{features.ChangePeriods}x{features.PeriodDays}d"),
                Invariant($"change({of}) over {features.ChangePeriods}x{features.PeriodDays}d, smoothing {features.ChangeSmoothing}, floor {features.ChangeFloor}"),
                Invariant($"{counted} in the last {features.ChangePeriods * features.PeriodDays} days over that of as many days before"),
                Invariant($"近{features.ChangePeriods * features.PeriodDays}天{zh}与前期之比")),
            TrendMeasure.ExponentialMean => Number($"{NameOf(features)}_ewma_{halfLife}_{periods}", $"ewma({of}) over {periods}, half-life {halfLife}", $"{counted} a period, recent ones weighing more, over {over}", $"{zhOver}{zh}指数加权均值"),
            TrendMeasure.DecayedSum => Number($"{NameOf(features)}_decayed_{halfLife}", $"decayed({of}) in observation, half-life {halfLife}", $"{counted}, weighing half after {halfLife}", $"{zh}衰减合计（半衰期{halfLife}）"),
            TrendMeasure.CurrentStreak => Number($"{Prefix(features)}current_streak_{periods}", $"current_streak({Streak(filter)}) over {periods}", $"periods with {events} in a row up to now, of {over}", $"{zhOver}当前连续有{zhEvents}周期数"),
            TrendMeasure.LongestStreak => Number($"{Prefix(features)}longest_streak_{periods}", $"longest_streak({Streak(filter)}) over {periods}", $"most periods with {events} in a row, of {over}", $"{zhOver}最长连续有{zhEvents}周期数"),
            TrendMeasure.PeriodsSincePeak => Number($"{NameOf(features)}_periods_since_peak_{periods}", $"periods_since_peak({of}) over {periods}", $"periods since the one with the greatest {counted}, of {over}", $"{zhOver}{zh}距峰值周期数"),
            _ => Number(
                $"{Prefix(features)}{(features.Property is null ? "" : features.Property + "_")}value_slope_{periods}",
                $"slope({value}{(filter.Length > 0 ? $" where {filter}" : "")} on time) over {periods}",
                $"slope of the {value} of {events} over time, a day, in {over}",
                $"{zhOver}{zhEvents}{zhValue}日斜率"),
        };
    }

    private static string Prefix(TrendFeatures features) => features.Filter.Name.Length == 0 ? "" : features.Filter.Name + "_";

    private static string NameOf(TrendFeatures features) => Prefix(features) + (features.Of == EventMeasure.Count ? "count" : features.Property is null ? "sum" : features.Property + "_sum");

    private static string Series(TrendFeatures features, string value) => features.Of == EventMeasure.Count ? "count(events)" : $"sum({value})";

    private static string Streak(string filter) => filter.Length > 0 ? $"events where {filter}" : "events";

    private static FeatureDefinition Number(string name, string lineage, string english, string chinese) => new(name, ColumnKind.Numeric, lineage, english, chinese);
}
