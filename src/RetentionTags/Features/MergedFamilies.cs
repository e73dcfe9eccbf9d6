namespace RetentionTags.Features;

/// <summary>Puts families that differ in one setting together, so that a sweep prepares for all of them what it prepares for one.</summary>
internal static class MergedFamilies
{
    /// <summary>The same features, family by family in the order of their first ones.</summary>
    public static IEnumerable<FeatureFamily> Of(IEnumerable<FeatureFamily> families) => families
        .GroupBy<FeatureFamily, FeatureFamily>(family => family switch
        {
            WindowFeatures windows => windows with { Aggregations = [Aggregation.Count] },
            MixFeatures mix => mix with { Shares = [], Measures = [], Top = 0 },
            TrendFeatures trend => trend with { Measures = [TrendMeasure.Slope] },
            _ => family,
        })
        .Select(OfOneWindow)
        .GroupBy<FeatureFamily, FeatureFamily>(family => family switch
        {
            WindowFeatures windows => windows with { Windows = [Window.Observation] },
            MixFeatures mix => mix with { Windows = [Window.Observation] },
            RatioFeatures ratio => ratio with { Windows = [Window.Observation] },
            _ => family,
        })
        .Select(OfAllWindows);

    private static FeatureFamily OfOneWindow(IEnumerable<FeatureFamily> families) => families.First() switch
    {
        WindowFeatures first => first with { Aggregations = [.. families.Cast<WindowFeatures>().SelectMany(each => each.Aggregations)] },
        TrendFeatures first => first with { Measures = [.. families.Cast<TrendFeatures>().SelectMany(each => each.Measures)] },
        MixFeatures first => first with
        {
            Shares = [.. families.Cast<MixFeatures>().SelectMany(each => each.Shares)],
            Measures = [.. families.Cast<MixFeatures>().SelectMany(each => each.Measures)],
            Top = families.Cast<MixFeatures>().Max(each => each.Top),
        },
        FeatureFamily first => first,
    };

    private static FeatureFamily OfAllWindows(IEnumerable<FeatureFamily> families) => families.First() switch
    {
        WindowFeatures first => first with { Windows = [.. families.Cast<WindowFeatures>().SelectMany(each => each.Windows)] },
        MixFeatures first => first with { Windows = [.. families.Cast<MixFeatures>().SelectMany(each => each.Windows)] },
        RatioFeatures first => first with { Windows = [.. families.Cast<RatioFeatures>().SelectMany(each => each.Windows)] },
        FeatureFamily first => first,
    };
}
