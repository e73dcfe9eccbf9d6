namespace RetentionTags.Selection;

/// <summary>What a column repeats of another one.</summary>
public enum RedundancyMeasure
{
    /// <summary>Mutual information of the bins of both, in nats.</summary>
    MutualInformation,

    /// <summary>|r| of the weights of evidence of both; 0 where one of them does not vary.</summary>
    Correlation,
}
