namespace RetentionTags.Evaluation.Validation;

/// <summary>Intervals of any measure, from many replicates of the rows in which each counts as often as chance has it.</summary>
/// <remarks>
/// <para>
/// In a replicate a row of weight w counts k times, with k drawn from the Poisson distribution of mean w, which for a whole w is what w copies of the row come to; so weights are copies, to the bit, and neither
/// the order of rows nor the number of threads changes an interval (with fractional weights, but for rounding). Rows of the same class and the same scores are drawn together. Scores are sorted once, not once for each replicate.
/// Source: Poisson(1) as the limit of drawing with replacement: Hanley and MacGibbon (2006), Computer Methods and Programs in Biomedicine 83, p. 57–62.
/// </para>
/// <para>With entities the rows of one entity are drawn together, w · k times with k of mean 1. Where customers have several rows this is the honest interval; DeLong's, which takes rows to be independent, is too narrow.</para>
/// <para>What varies is who is tested. The models are taken as given: the interval does not cover what other training rows would have made of them.</para>
/// </remarks>
public sealed record Bootstrap
{
    /// <summary>How many replicates.</summary>
    /// <value>1,000 by default, from 10 to 1,000,000. The ends of a 95 % interval then have a standard error of about 2 % of its width.</value>
    public int Replicates { get; init => field = value is >= 10 and <= 1_000_000 ? value : throw Setting.OutOfRange(nameof(Replicates), value, "from 10 to 1,000,000"); } = 1_000;

    /// <summary>Another seed makes other replicates.</summary>
    /// <value>0 by default.</value>
    public long Seed { get; init; }

    /// <summary>The coverage of intervals.</summary>
    /// <value>0.95 by default; above 0 and below 1.</value>
    public double Level { get; init => field = value > 0 && value < 1 ? value : throw Setting.OutOfRange(nameof(Level), value, "above 0 and below 1, for instance 0.95"); } = 0.95;

    /// <summary>How many replicates are worked on at a time.</summary>
    /// <value>0 by default: as many as there are processors. It changes no result.</value>
    public int MaxThreads { get; init => field = value >= 0 ? value : throw Setting.OutOfRange(nameof(MaxThreads), value, "at least 0, which means one for each processor"); }

    /// <summary>The interval of a measure.</summary>
    /// <param name="measure">Such as <c>evaluation => evaluation.Auc</c>; called from several threads at once.</param>
    /// <param name="scores">One score for each row.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <param name="entities">For each row the number of its entity from 0, such as <see cref="Data.TrainingSet.Entities"/>, or nothing when rows are drawn one by one.</param>
    /// <param name="progress">Told of each replicate.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The measure and its interval.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, a weight is negative or not finite, or an entity's number is negative.</exception>
    public BootstrapInterval Of(Func<BinaryEvaluation, double> measure, ReadOnlySpan<double> scores, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, ReadOnlySpan<int> entities = default, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        CheckEntities(scores.Length, entities.Length);
        ReplicateRows rows = ReplicateRows.Of(scores, events, weights, entities, cancellationToken);
        return Run(counts => measure(rows.Evaluate(0, counts, cancellationToken)), measure(rows.Original(0, cancellationToken)), rows, progress, cancellationToken);
    }

    /// <summary>The interval of the difference between two scores of the same rows, the first minus the second: in every replicate both are measured on the same draw.</summary>
    /// <param name="measure">Such as <c>evaluation => evaluation.LogLoss</c>; called from several threads at once.</param>
    /// <param name="first">One score for each row.</param>
    /// <param name="second">Another score for each row.</param>
    /// <param name="events">For each row, whether the event happened.</param>
    /// <param name="weights">For each row a finite weight of at least 0, or nothing for weight 1 each.</param>
    /// <param name="entities">For each row the number of its entity from 0, or nothing when rows are drawn one by one.</param>
    /// <param name="progress">Told of each replicate.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The difference and its interval.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, a weight is negative or not finite, or an entity's number is negative.</exception>
    public BootstrapInterval OfDifference(Func<BinaryEvaluation, double> measure, ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> events, ReadOnlySpan<double> weights = default, ReadOnlySpan<int> entities = default, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        if (second.Length != first.Length)
            throw new ArgumentException($"There are {first.Length} first scores and {second.Length} second ones.", nameof(second));
        CheckEntities(first.Length, entities.Length);
        ReplicateRows rows = ReplicateRows.OfPairs(first, second, events, weights, entities, cancellationToken);
        return Run(counts => measure(rows.Evaluate(0, counts, cancellationToken)) - measure(rows.Evaluate(1, counts, cancellationToken)), measure(rows.Original(0, cancellationToken)) - measure(rows.Original(1, cancellationToken)), rows, progress, cancellationToken);
    }

    private static void CheckEntities(int rows, int entities)
    {
        if (entities > 0 && entities != rows)
            throw new ArgumentException($"There are {rows} scores and {entities} entities.", nameof(entities));
    }

    private BootstrapInterval Run(Func<double[], double> measure, double estimate, ReplicateRows rows, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var replicates = new double[Replicates];
        InParallel.For(
            Replicates,
            replicate =>
            {
                double[] counts = rows.Draw(Seed, replicate, cancellationToken);
                replicates[replicate] = measure(counts);
            },
            MaxThreads,
            "bootstrap",
            progress,
            cancellationToken);
        return new(estimate, replicates, Level);
    }
}
