using System.Buffers;
using System.Text;
using RetentionTags.Data;
using RetentionTags.Features;
using RetentionTags.Numerics;

namespace RetentionTags.Benchmarks;

/// <summary>Transactions over two years in order of time, each of a customer drawn at random, and the features that are asked of them.</summary>
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
        var texts = new ArrayBufferWriter<byte>(12 * count);
        Offsets = new int[count + 1];
        long step = TimeSpan.FromDays(730).Ticks / count;
        for (int i = 0; i < count; i++)
        {
            Dense[i] = random.Next(customers);
            Sparse[i] = (long)(((ulong)Dense[i] + 1) * 0x9E3779B97F4A7C15UL);
            Times[i] = Start.AddTicks(i * step);
            Offsets[i + 1] = Offsets[i] + Encoding.UTF8.GetBytes($"C{Sparse[i]:X11}", texts.GetSpan(16));
            texts.Advance(Offsets[i + 1] - Offsets[i]);
            Amounts[i] = random.Next(20_000) / 100.0;
        }

        Texts = texts.WrittenSpan.ToArray();
    }

    public long[] Dense { get; }

    public long[] Sparse { get; }

    /// <summary>The sparse ids in hexadecimal, one after another.</summary>
    public byte[] Texts { get; }

    public int[] Offsets { get; }

    public DateTime[] Times { get; }

    public double[] Amounts { get; }

    public EventLog TextLog() => EventLog.Create(new Utf8Keys(Texts, Offsets), Times, Amounts);

    public EventLog SparseLog() => EventLog.Create(Sparse, Times, Amounts);

    public EventLog Log() => EventLog.Create(Dense, Times, Amounts);

    public static Table Compute(EventLog log, int threads = 1) => (Features with { Threads = threads }).ToTable(SnapshotPlan.At(CutOff).Take(log));

    /// <summary>The same at twelve cut-offs, a month apart.</summary>
    public static Table ComputeTwelve(EventLog log) => Features.ToTable(SnapshotPlan.Monthly(new(2023, 2, 1), 12).Take(log));
}
