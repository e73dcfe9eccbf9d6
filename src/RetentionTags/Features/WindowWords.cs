using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Names and words of the features of windows.</summary>
internal static class WindowWords
{
    public static FeatureDefinition Define(WindowFeatures features, Window window, Aggregation aggregation)
    {
        bool isOfValues = aggregation >= Aggregation.Sum;
        string[] name = [features.Filter.Name, isOfValues ? features.Property ?? "" : "", NameOf(aggregation), window.Name];
        string value = isOfValues ? features.Property ?? "amount" : "events";
        string filter = features.Filter.Lineage;
        return new(
            string.Join('_', name.Where(part => part.Length > 0)),
            ColumnKind.Numeric,
            $"{NameOf(aggregation)}({value}{(filter.Length > 0 ? $" where {filter}" : "")}) in {window.Name}",
            $"{English(aggregation, value, features.Filter)} in {window.English}",
            $"{window.Chinese}{Chinese(aggregation, features)}");
    }

    private static string NameOf(Aggregation aggregation) => aggregation switch
    {
        Aggregation.Count => "count",
        Aggregation.Any => "any",
        Aggregation.ActiveDays => "active_days",
        Aggregation.DaysSinceLast => "days_since_last",
        Aggregation.DaysSinceFirst => "days_since_first",
        Aggregation.Sum => "sum",
        Aggregation.Mean => "mean",
        Aggregation.Minimum => "min",
        Aggregation.Maximum => "max",
        Aggregation.Median => "median",
        Aggregation.StandardDeviation => "sd",
        _ => "distinct",
    };

    private static string English(Aggregation aggregation, string value, EventFilter filter)
    {
        string events = filter.English;
        return aggregation switch
        {
            Aggregation.Count => $"number of {events}",
            Aggregation.Any => $"whether there were {events}",
            Aggregation.ActiveDays => $"number of days with {events}",
            Aggregation.DaysSinceLast => $"days since the last of the {events}",
            Aggregation.DaysSinceFirst => $"days since the first of the {events}",
            Aggregation.Sum => $"sum of {value} of {events}",
            Aggregation.Mean => $"mean {value} of {events}",
            Aggregation.Minimum => $"least {value} of {events}",
            Aggregation.Maximum => $"greatest {value} of {events}",
            Aggregation.Median => $"median {value} of {events}",
            Aggregation.StandardDeviation => $"standard deviation of {value} of {events}",
            _ => $"number of different values of {value} of {events}",
        };
    }

    private static string Chinese(Aggregation aggregation, WindowFeatures features)
    {
        string events = features.Filter.Chinese;
        string value = features.Property ?? "金额";
        return aggregation switch
        {
            Aggregation.Count => $"{events}次数",
            Aggregation.Any => $"是否有{events}",
            Aggregation.ActiveDays => $"有{events}的天数",
            Aggregation.DaysSinceLast => $"最近一次{events}距今天数",
            Aggregation.DaysSinceFirst => $"首次{events}距今天数",
            Aggregation.Sum => $"{events}{value}合计",
            Aggregation.Mean => $"{events}{value}均值",
            Aggregation.Minimum => $"{events}{value}最小值",
            Aggregation.Maximum => $"{events}{value}最大值",
            Aggregation.Median => $"{events}{value}中位数",
            Aggregation.StandardDeviation => $"{events}{value}标准差",
            _ => $"{events}{value}去重数",
        };
    }
}
