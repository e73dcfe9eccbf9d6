namespace RetentionTags.Selection;

/// <summary>What a column says about the event.</summary>
public enum RelevanceMeasure
{
    /// <summary>Mutual information of its bins and the event, in nats.</summary>
    MutualInformation,

    /// <summary>Information value.</summary>
    InformationValue,
}
