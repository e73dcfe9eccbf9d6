using System.Globalization;

namespace RetentionTags.Samples.Quickstart;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Help =
        """
        From a shop's transaction log to explained, tiered repurchase tags.

        dotnet run --project docs/samples/Quickstart -- [options]

          (none)               simulate a shop and run on its log
          --data FILE.csv      run on a log of your own (also .csv.gz)
          --customer COLUMN    the customer's key                        [customer]
          --time COLUMN        the moment of the purchase                [time]
          --amount COLUMN      the amount; below 0 is a refund           [amount]
          --quantity COLUMN    a column to multiply the amount with      [none]
          --time-format F      a .NET date format, besides ISO 8601      [none]
          --culture NAME       how amounts are written, such as de-DE    [invariant]
          --horizon DAYS       how far ahead to predict                  [90]
          --observation DAYS   how far back features look                [365]
          --seed NUMBER        of the simulation and of the test split   [7]
          --output FOLDER      where tags.csv, model.json and tiers.json go   [.]

        Exit codes: 0 done, 2 wrong options, 3 a file cannot be read or written, 4 the data cannot be used.
        """;

    public string? Data { get; private set; }

    public string Customer { get; private set; } = "customer";

    public string Time { get; private set; } = "time";

    public string Amount { get; private set; } = "amount";

    public string? Quantity { get; private set; }

    public string? TimeFormat { get; private set; }

    public CultureInfo Culture { get; private set; } = CultureInfo.InvariantCulture;

    public int HorizonDays { get; private set; } = 90;

    public int ObservationDays { get; private set; } = 365;

    public int Seed { get; private set; } = 7;

    public string Output { get; private set; } = ".";

    public bool IsHelpAsked { get; private set; }

    public static Options Parse(string[] args)
    {
        var options = new Options();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] is "--help" or "-h" or "-?")
                return new() { IsHelpAsked = true };
            options.Set(args[i], i + 1 < args.Length ? args[++i] : throw new UsageException($"The option {args[i]} is unknown or lacks its value."));
        }

        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--data": Data = value; break;
            case "--customer": Customer = value; break;
            case "--time": Time = value; break;
            case "--amount": Amount = value; break;
            case "--quantity": Quantity = value; break;
            case "--time-format": TimeFormat = value; break;
            case "--culture": Culture = NamedCulture(value); break;
            case "--observation": ObservationDays = Number(name, value, 1, 36_500); break;
            case "--horizon": HorizonDays = Number(name, value, 1, 3650); break;
            case "--seed": Seed = Number(name, value, int.MinValue, int.MaxValue); break;
            case "--output": Output = value; break;
            default: throw new UsageException($"There is no option {name}.");
        }
    }

    private static CultureInfo NamedCulture(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            throw new UsageException($"There is no culture '{name}'.");
        }
    }

    private static int Number(string name, string value, int lowest, int highest) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= lowest && number <= highest
            ? number
            : throw new UsageException(FormattableString.Invariant($"{name} takes a whole number from {lowest} to {highest}; '{value}' is none."));
}
