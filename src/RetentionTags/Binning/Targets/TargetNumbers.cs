using RetentionTags.Numerics;

namespace RetentionTags.Binning.Targets;

/// <summary>Checks of numbers given for each row, and their sort keys.</summary>
internal static class TargetNumbers
{
    /// <summary>Beyond this, squares and sums would overflow.</summary>
    private const double Largest = 1e100;

    /// <summary>Below this, events per exposure would.</summary>
    private const double LeastExposure = 1 / Largest;

    /// <summary>As <see cref="Keys"/> does, for what is divided by.</summary>
    public static ulong[] ExposureKeys(double[] exposures, int rowCount, CancellationToken cancellationToken)
    {
        ulong[] keys = Keys(exposures, rowCount, nameof(exposures), number => number > 0, "Exposures are finite and above 0; leave out rows that were not observed.", cancellationToken);
        for (int row = 0; row < keys.Length; row++)
        {
            TargetRows.CheckSometimes(row, cancellationToken);
            if (exposures[row] < LeastExposure)
                throw new ArgumentException(Invariant($"Row {row}: {nameof(exposures)} holds {exposures[row]}, and rates with exposures below {LeastExposure} would overflow. Take a smaller unit, or leave out rows that were hardly observed."), nameof(exposures));
        }

        return keys;
    }

    /// <summary>Checks the numbers and returns a key of the same order for each.</summary>
    /// <param name="numbers">One for each row.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="parameter">What they are called.</param>
    /// <param name="isAllowed">Whether a finite number may be a target.</param>
    /// <param name="rule">What they have to be, for messages.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ulong[] Keys(double[] numbers, int rowCount, string parameter, Func<double, bool> isAllowed, string rule, CancellationToken cancellationToken)
    {
        if (numbers.Length != rowCount)
            throw new ArgumentException($"There are {numbers.Length} {parameter} for {rowCount} rows.", parameter);
        var keys = new ulong[numbers.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            TargetRows.CheckSometimes(row, cancellationToken);
            double number = numbers[row];
            if (!double.IsFinite(number) || !isAllowed(number))
                throw new ArgumentException(Invariant($"Row {row}: {parameter} holds {number}. {rule}"), parameter);
            if (Math.Abs(number) > Largest)
                throw new ArgumentException(Invariant($"Row {row}: {parameter} holds {number}, and sums of numbers beyond {Largest} would overflow. Take a larger unit."), parameter);
            keys[row] = SortableDouble.ToKey(number);
        }

        return keys;
    }
}
