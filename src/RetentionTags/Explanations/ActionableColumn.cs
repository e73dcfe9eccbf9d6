namespace RetentionTags.Explanations;

/// <summary>A column that something can be done about: to which bins it can be brought, and at what cost.</summary>
/// <param name="Name">The column.</param>
public sealed record ActionableColumn(string Name)
{
    /// <summary>Which way it can be changed, by the order of the regular bins. A row in a bin without a place in that order (missing, special, unseen) can only be changed with <see cref="ChangeDirection.Either"/>.</summary>
    /// <value><see cref="ChangeDirection.Either"/> by default.</value>
    public ChangeDirection Direction { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Direction), value, "one of the named directions"); } = ChangeDirection.Either;

    /// <summary>The labels of the bins to which it can be brought.</summary>
    /// <value>None by default: all regular bins. Bins for missing, special and unseen values only when they are named here.</value>
    public ValueList<string> Bins { get; init => field = value ?? throw new ArgumentNullException(nameof(Bins)); } = [];

    /// <summary>What it costs to bring it into each of <see cref="Bins"/>, from wherever it is.</summary>
    /// <value>None by default: <see cref="CostPerBin"/> counts. Otherwise one cost for each of <see cref="Bins"/>, finite and at least 0.</value>
    public ValueList<double> Costs { get; init => field = value is not null && value.All(cost => cost >= 0 && double.IsFinite(cost)) ? value : throw Setting.OutOfRange(nameof(Costs), value, "finite numbers of at least 0"); } = [];

    /// <summary>What it costs to move a number by one bin. Between bins without an order, those of categories and of missing, special or unseen values, a change costs this once.</summary>
    /// <value>1 by default: the size of a change is the number of bins. Finite and at least 0.</value>
    public double CostPerBin { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(CostPerBin), value, "finite and at least 0"); } = 1;
}
