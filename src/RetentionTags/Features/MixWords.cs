using RetentionTags.Data;

namespace RetentionTags.Features;

/// <summary>Names and words of the features of mixes, in the order of their columns.</summary>
internal sealed class MixWords(MixFeatures mix, string[] levels)
{
    private readonly string _what = mix.Property ?? "kind";
    private readonly string _chineseWhat = mix.Property ?? "事件类型";

    public IEnumerable<FeatureDefinition> Define(Window window) =>
    [
        .. mix.Shares.Select(category => Define(window, ColumnKind.Numeric, $"share_{category}", $"share of {category}", $"share of {_what} {category}", $"{_chineseWhat}为{category}的占比")),
        .. mix.Measures.Select(measure => Define(window, measure)),
        .. Enumerable.Range(1, mix.Top).Select(k => Define(window, ColumnKind.Category, Invariant($"top{k}"), Invariant($"top {k}"), k == 1 ? $"most frequent {_what}" : Invariant($"{_what} at place {k} by weight"), Invariant($"排名第{k}的{_chineseWhat}"))),
    ];

    private FeatureDefinition Define(Window window, MixMeasure measure)
    {
        return measure switch
        {
            MixMeasure.CategoryCount => Number("categories", $"number of different values of {_what}", $"{_chineseWhat}种类数"),
            MixMeasure.Entropy => Number("entropy", $"entropy of {_what}", $"{_chineseWhat}分布熵"),
            MixMeasure.Concentration => Number("concentration", $"concentration of {_what} (Herfindahl-Hirschman index)", $"{_chineseWhat}集中度"),
            MixMeasure.TopShare => Number("top_share", $"greatest share of a {_what}", $"{_chineseWhat}最大占比"),
            MixMeasure.EffectiveCount => Number("effective_count", $"effective number with a {_what}", $"有{_chineseWhat}的有效次数"),
            MixMeasure.First => Category("first", $"first {_what}", $"首次{_chineseWhat}"),
            MixMeasure.Last => Category("last", $"last {_what}", $"末次{_chineseWhat}"),
            _ => throw new InvalidOperationException($"The measure {measure} is none; use one of {string.Join(", ", Enum.GetNames<MixMeasure>())}."),
        };

        FeatureDefinition Number(string name, string english, string chinese) => Define(window, ColumnKind.Numeric, name, name, english, chinese);
        FeatureDefinition Category(string name, string english, string chinese) => Define(window, ColumnKind.Category, name, name, english, chinese);
    }

    private FeatureDefinition Define(Window window, ColumnKind kind, string name, string lineage, string english, string chinese)
    {
        string weight = mix.WeightBy == MixWeight.Amount ? "amount" : "", halfLife = mix.HalfLifeDays is double days ? Invariant($"h{days}d") : "";
        string filter = mix.Filter.Lineage;
        return new(
            string.Join('_', ((string[])[mix.Filter.Name, _what, weight, halfLife, name, window.Name]).Where(part => part.Length > 0)),
            kind,
            $"{lineage} of {_what} by {(weight.Length > 0 ? "amount" : "count")}{(halfLife.Length > 0 ? Invariant($" with half-life {mix.HalfLifeDays}d") : "")}({(filter.Length > 0 ? $"events where {filter}" : "events")}) in {window.Name}",
            $"{english} of {mix.Filter.English}{(weight.Length > 0 ? ", by amount" : "")}{(halfLife.Length > 0 ? Invariant($", recent ones counting more (half-life {mix.HalfLifeDays} days)") : "")}, in {window.English}",
            $"{window.Chinese}{mix.Filter.Chinese}{chinese}{(weight.Length > 0 ? "（按金额）" : "")}{(halfLife.Length > 0 ? Invariant($"（半衰期{mix.HalfLifeDays}天）") : "")}")
        { Levels = kind == ColumnKind.Category ? levels : [] };
    }
}
