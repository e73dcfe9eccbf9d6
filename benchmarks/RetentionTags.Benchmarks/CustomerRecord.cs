using RetentionTags.Scoring;

namespace RetentionTags.Benchmarks;

/// <summary>What a service holds of a customer: twenty numbers.</summary>
internal sealed record CustomerRecord
{
    public double X0 { get; init; }

    public double X1 { get; init; }

    public double X2 { get; init; }

    public double X3 { get; init; }

    public double X4 { get; init; }

    public double X5 { get; init; }

    public double X6 { get; init; }

    public double X7 { get; init; }

    public double X8 { get; init; }

    public double X9 { get; init; }

    public double X10 { get; init; }

    public double X11 { get; init; }

    public double X12 { get; init; }

    public double X13 { get; init; }

    public double X14 { get; init; }

    public double X15 { get; init; }

    public double X16 { get; init; }

    public double X17 { get; init; }

    public double X18 { get; init; }

    public double X19 { get; init; }

    public static CustomerRecord Of(double[] row) => new() { X0 = row[0], X1 = row[1], X2 = row[2], X3 = row[3], X4 = row[4], X5 = row[5], X6 = row[6], X7 = row[7], X8 = row[8], X9 = row[9], X10 = row[10], X11 = row[11], X12 = row[12], X13 = row[13], X14 = row[14], X15 = row[15], X16 = row[16], X17 = row[17], X18 = row[18], X19 = row[19] };

    public static RecordMap<CustomerRecord> Map(RecordMap<CustomerRecord> map) => map
        .Numeric("x0", customer => customer.X0)
        .Numeric("x1", customer => customer.X1)
        .Numeric("x2", customer => customer.X2)
        .Numeric("x3", customer => customer.X3)
        .Numeric("x4", customer => customer.X4)
        .Numeric("x5", customer => customer.X5)
        .Numeric("x6", customer => customer.X6)
        .Numeric("x7", customer => customer.X7)
        .Numeric("x8", customer => customer.X8)
        .Numeric("x9", customer => customer.X9)
        .Numeric("x10", customer => customer.X10)
        .Numeric("x11", customer => customer.X11)
        .Numeric("x12", customer => customer.X12)
        .Numeric("x13", customer => customer.X13)
        .Numeric("x14", customer => customer.X14)
        .Numeric("x15", customer => customer.X15)
        .Numeric("x16", customer => customer.X16)
        .Numeric("x17", customer => customer.X17)
        .Numeric("x18", customer => customer.X18)
        .Numeric("x19", customer => customer.X19);
}
