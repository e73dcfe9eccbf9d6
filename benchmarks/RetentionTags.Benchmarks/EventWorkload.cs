using System.Buffers;
using System.Text;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Numerics;

namespace RetentionTags.Benchmarks;

/// <summary>Transactions over two years and the features that are asked of them, as the races of the reference have them: in no order of time, amounts log-normal, and some customers buying far more often than others.</summary>
internal sealed class EventWorkload
{
    public static readonly DateTime Start = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public static readonly DateOnly CutOff = new(2024, 1, 1);

    /// <summary>Count, first, last and sum of all transactions, and the number of those in the last 30, 90 and 365 days.</summary>
    public static readonly FeatureSet Features = new()
    {
        Families =
        [
            new WindowFeatures { Windows = [Window.Observation], Aggregations = [Aggregation.Count, Aggregation.DaysSinceFirst, Aggregation.DaysSinceLast, Aggregation.Sum] },
            new WindowFeatures { Aggregations = [Aggregation.Count] },
        ],
    };

    public EventWorkload(int count, int customers)
    {
        var random = new SplitMix64(3);
        (Dense, Sparse, Times, Amounts) = (new long[count], new long[count], new DateTime[count], new double[count]);
        var texts = new ArrayBufferWriter<byte>(10 * count);
        Offsets = new int[count + 1];
        int seconds = (int)(CutOff.ToDateTime(TimeOnly.MinValue) - Start).TotalSeconds;
        for (int i = 0; i < count; i++)
        {
            double skewed = Draws.Uniform(ref random), even = Draws.Uniform(ref random);
            Dense[i] = (long)(customers * ((skewed * skewed) + even) / 2);
            Sparse[i] = (long)(((ulong)Dense[i] * 0xD1B54A32D192ED03UL) >> 1);
            Times[i] = Start.AddSeconds(random.Next(seconds));
            Offsets[i + 1] = Offsets[i] + Encoding.UTF8.GetBytes($"C-{Dense[i] + 10_000_000}", texts.GetSpan(16));
            texts.Advance(Offsets[i + 1] - Offsets[i]);
            Amounts[i] = Math.Round(Math.Exp(3 + Draws.Normal(ref random)), 2);
        }

        Texts = texts.WrittenSpan.ToArray();
    }

    public long[] Dense { get; }

    public long[] Sparse { get; }

    /// <summary>The dense ids as texts of ten characters, one after another.</summary>
    public byte[] Texts { get; }

    public int[] Offsets { get; }

    public DateTime[] Times { get; }

    public double[] Amounts { get; }

    public EventLog TextLog() => EventLog.Create(new Utf8Keys(Texts, Offsets), Times, Amounts);

    public EventLog SparseLog() => EventLog.Create(Sparse, Times, Amounts);

    public EventLog Log() => EventLog.Create(Dense, Times, Amounts);

    public static Table Compute(EventLog log, int threads = 1) => (Features with { Threads = threads }).ToTable(SnapshotPlan.At(CutOff).Take(log, threads));

    /// <summary>The same at twelve cut-offs, a month apart.</summary>
    public static Table ComputeTwelve(EventLog log) => Features.ToTable(SnapshotPlan.Monthly(new(2023, 2, 1), 12).Take(log));
}
