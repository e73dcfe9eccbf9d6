namespace RetentionTags.Features;

/// <summary>What refunds, events of the plan's kind with an amount below 0, do to purchases and their values. Which policy is right depends on what is asked, so it is always stated.</summary>
public enum RefundPolicy
{
    /// <summary>
    /// A refund lowers the value of one purchase: of the order that it names, when that was seen at or before it in the observation window, otherwise of the last purchase at or before it, otherwise of the first. Every purchase counts, even one that was given back whole.
    /// </summary>
    NetByOrder,

    /// <summary>
    /// All amounts of a day are netted. A day with refunds whose net is not above 0 is no purchase, and its net is in no value: a refund on a later day than its purchase lowers nothing. Purchases are days.
    /// </summary>
    NetByDay,

    /// <summary>Refunds take no part: values are gross.</summary>
    Ignore,

    /// <summary>Values are gross, and number and sum of refunds are features of their own.</summary>
    SeparateFeatures,
}
