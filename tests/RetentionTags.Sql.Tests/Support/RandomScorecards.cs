using RetentionTags.Binning;
using RetentionTags.Data;
using RetentionTags.Engines;
using RetentionTags.Explanations;
using RetentionTags.Models.Calibration;
using RetentionTags.Models.Linear;
using RetentionTags.Scoring;

namespace RetentionTags.Sql.Tests.Support;

/// <summary>Cards and rows by chance, made by the public API alone: odd names, cuts on and off the grid, special values, every policy, scale, calibration and catalogue.</summary>
internal sealed class RandomScorecards(int seed, Engine engine)
{
    private static readonly string[] Names = ["x", "select", "y \"q\"", "z`t", "w]b", "v;--", "u\nv", "é", "x.y", "it's", "x_bin", "x_number", "back\\slash", "@p0", "%s", "{c}"];

    private static readonly string[] Texts = ["", " ", "a", "A", "a ", " a", "it's", "'; DROP TABLE fuzz; --", "\"q\"", "back\\slash", "\\", "\\'", "line\nbreak", "tab\t", "/*c*/", "é", "e\u0301", "😀", "%_", "NULL", "nul\0x", "\0", "`tick`", "[b]", "$1", "@p0", "{x:String}", "?", "ß", "ss", "0", "-0", "1e3"];

    private static readonly double[] Odd = [0.0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 1e-310, -1e-310, 0.1, 0.3, 1e16, 9007199254740993, 123456789.123456789, 5e-324 * 12345];

    private readonly Random _random = new(seed);

    /// <summary>A card, and rows that it has never seen.</summary>
    public (Scorecard Card, Table Rows, (string Name, Array Values)[] Source) Next(int rows)
    {
        string[] names = [.. Names.OrderBy(_ => _random.Next()).Take(_random.Next(1, 6))];
        var kinds = names.ToDictionary(name => name, _ => _random.Next(6));
        TrainingSet train = Train(names, kinds);
        Scorecard card = Recipe(train).Fit(train);
        card = Changed(card, train);
        var columns = new List<Column>();
        var source = new List<(string, Array)>();
        foreach (string name in names)
        {
            if (kinds[name] == 0)
            {
                string?[] texts = [.. Enumerable.Range(0, rows).Select(_ => Text())];
                columns.Add(Column.Category(name, texts));
                source.Add((name, texts));
                continue;
            }

            double[] borders = card.Columns.FirstOrDefault(column => column.Name == name)?.Binning is NumericBinning binning ? [.. binning.Cuts, .. binning.Bins.SelectMany(bin => bin.SpecialValues).Select(value => value.Number), 1] : [1];
            double?[] values = [.. Enumerable.Range(0, rows).Select(_ => Value(borders, kinds[name]))];
            columns.Add(Column.Numeric(name, values.Select(value => value ?? double.NaN).ToArray()));
            source.Add((name, values));
        }

        return (card, Table.Create([.. columns]), [.. source]);
    }

    /// <summary>A tier scheme for scores, with thresholds that are scores among others, and margins now and then.</summary>
    public TierScheme Tiers(double[] scores)
    {
        double[] thresholds = [.. Enumerable.Range(0, _random.Next(0, 5)).Select(_ => _random.Next(3) == 0 ? _random.NextDouble() : scores[_random.Next(scores.Length)]).Distinct().OrderDescending()];
        string[] names = [.. Texts.Where(Holds).Where(text => !string.IsNullOrWhiteSpace(text)).OrderBy(_ => _random.Next()).Take(thresholds.Length + 1)];
        TierScheme scheme = TierScheme.FromThresholds([.. thresholds.Zip(names, (from, name) => (name, from))], names[^1]);
        return _random.Next(2) == 0 ? scheme : scheme.WithMargin(_random.NextDouble() * 0.2);
    }

    /// <summary>One of some texts.</summary>
    public string? PreviousTier(TierScheme scheme) => _random.Next(4) == 0 ? null : _random.Next(5) == 0 ? "nowhere" : scheme.Tiers[_random.Next(scheme.Tiers.Count)].Name;

    /// <summary>What the engine holds; DuckDB's provider cuts texts at the character 0.</summary>
    private bool Holds(string text) => engine.Dialect().CanHold(text) && (engine.Name != AllEngines.DuckDb || !text.Contains('\0', StringComparison.Ordinal));

    private string? Text()
    {
        string text = Texts[_random.Next(Texts.Length)];
        return _random.Next(12) == 0 || !Holds(text) ? null : text;
    }

    private double? Value(double[] borders, int kind)
    {
        double border = borders[_random.Next(borders.Length)];
        double? value = _random.Next(9) switch
        {
            0 => border,
            1 => Math.BitIncrement(border),
            2 => Math.BitDecrement(border),
            3 => Odd[_random.Next(Odd.Length)],
            4 => null,
            5 => _random.Next(3) switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => double.NegativeInfinity },
            6 => BitConverter.Int64BitsToDouble(_random.NextInt64()),
            _ => Number(kind),
        };
        return value is double number && ((double.IsNaN(number) && !engine.HasNaN) || (double.IsInfinity(number) && !engine.HasInfinity)) ? null : value;
    }

    private double Number(int kind) => kind switch
    {
        1 => _random.Next(20),
        2 => _random.Next(-1000, 1000) / 100.0,
        3 => _random.NextDouble() - 0.5,
        4 => Math.Pow(10, (600 * _random.NextDouble()) - 300),
        _ => double.Epsilon * _random.Next(1000),
    };

    private TrainingSet Train(string[] names, Dictionary<string, int> kinds)
    {
        const int Rows = 300;
        var events = new bool[Rows];
        double[] lean = [.. Enumerable.Range(0, Rows).Select(_ => _random.NextDouble())];
        var columns = new List<Column>();
        string[] pool = [.. Texts.OrderBy(_ => _random.Next()).Take(_random.Next(2, 12))];
        foreach (string name in names)
        {
            bool misses = _random.Next(2) == 0;
            if (kinds[name] == 0)
            {
                columns.Add(Column.Category(name, Enumerable.Range(0, Rows).Select(row => misses && _random.Next(8) == 0 ? null : pool[(int)(pool.Length * Math.Pow(lean[row], 1 + _random.NextDouble()))])));
                continue;
            }

            columns.Add(Column.Numeric(name, Enumerable.Range(0, Rows).Select(row => misses && _random.Next(8) == 0 ? double.NaN : Number(kinds[name]) * (0.5 + lean[row])).ToArray()));
        }

        for (int row = 0; row < Rows; row++)
            events[row] = _random.NextDouble() < lean[row];
        return TrainingSet.Create(Table.Create([.. columns]), events);
    }

    private ScorecardRecipe Recipe(TrainingSet train)
    {
        SpecialGroup[] specials = _random.Next(2) == 0 ? [] : [new("code's \"7\"", [7.0, -1.0, 0.30000000000000004, (Cell)"a "]), new("none", [(Cell)"A", 1e300])];
        MissingPolicy missing = (MissingPolicy)_random.Next(6);
        UnseenPolicy unseen = (UnseenPolicy)_random.Next(3);
        BinningRecipe binning = _random.Next(2) == 0
            ? new OptimalBinning { MaxPrebins = 20, Specials = [.. specials], Missing = missing, Unseen = unseen, MinCategoryCount = _random.Next(20) }
            : new FixedBinning { Rule = FixedRule.Given, MaxBins = 64, Cuts = [.. Cuts(train)], Specials = [.. specials], Missing = missing, Unseen = unseen, MinCategoryCount = _random.Next(20) };
        return new()
        {
            Binning = binning,
            MinInformationValue = 0,
            RequirePositiveCoefficients = false,
            CrossFitting = CrossFitting.Never,
            Coding = _random.Next(4) == 0 ? ScorecardCoding.BinIndicators : ScorecardCoding.WeightOfEvidence,
            Regression = new LogisticRegression { L2 = 0.01 },
            Points = Scale(),
        };
    }

    private SortedSet<double> Cuts(TrainingSet train)
    {
        var cuts = new SortedSet<double>();
        for (int i = _random.Next(1, 30); i > 0; i--)
        {
            var column = train.Table.Columns[_random.Next(train.Table.Columns.Count)] as NumericColumn;
            double cut = column is null || _random.Next(4) == 0 ? Odd[_random.Next(Odd.Length)] : column.Values[_random.Next(column.Length)];
            if (double.IsFinite(cut))
                cuts.Add(cut == 0 ? 0 : cut);
        }

        return cuts;
    }

    private PointScale Scale() => _random.Next(6) switch
    {
        0 => new(),
        1 => new() { BasePoints = 512.3, BaseOdds = 1.0 / 19, PointsToDoubleOdds = 17.7, Direction = PointsDirection.HigherIsLessLikely },
        2 => new() { RoundTo = 1 },
        3 => new() { RoundTo = 0.1, BasePlacement = BasePlacement.Spread },
        4 => new() { RoundTo = 3, Direction = PointsDirection.HigherIsLessLikely, BasePlacement = BasePlacement.LowestIsZero },
        _ => new() { RoundTo = 0.07 },
    };

    /// <summary>Another range, calibration, baseline and catalogue.</summary>
    private Scorecard Changed(Scorecard card, TrainingSet train)
    {
        bool hasColumns = card.Columns.Any(column => column.Binning.Bins.Count > 1);
        if (hasColumns && _random.Next(4) == 0)
            card = card.WithPoints(new() { Range = new(300, 850), Direction = (PointsDirection)_random.Next(2), RoundTo = _random.Next(2) == 0 ? null : 1 });
        double[] scores = card.Score(train.Table);
        switch (_random.Next(9))
        {
            case 0:
                card = card.Calibrated(AffineCalibration.Create(0.4 + (2 * _random.NextDouble()), _random.NextDouble() - 0.5));
                break;
            case 1:
                card = card.Calibrated(AffineCalibration.Create(_random.Next(50, 600), _random.NextDouble() - 0.5));
                break;
            case 2:
                card = card.Calibrated(AffineCalibration.Create(-2 * _random.NextDouble(), _random.NextDouble() - 0.5));
                break;
            case 3:
                card = card.Calibrated(AffineCalibration.Create(0, 0.3));
                break;
            case 4 or 5:
                card = card.Calibrated(new IsotonicRegression { Interpolate = _random.Next(2) == 0 }.Fit(scores, train.Events));
                break;
            case 6:
                card = card.Calibrated(new VennAbers().Fit(scores, train.Events));
                break;
            case 7:
                card = card.Calibrated(new BetaCalibration().Fit(scores, train.Events));
                break;
        }

        if (hasColumns && _random.Next(3) == 0)
            card = card.WithBaseline(card.BaselineOf(_random.Next(2) == 0 ? BaselineKind.LowestLogOdds : BaselineKind.HighestLogOdds));
        if (card.Columns.Count > 1 && _random.Next(2) == 0)
            card = card.WithReasons(Catalogue([.. card.Columns.Select(column => column.Name)]));
        return card;
    }

    private ReasonCatalogue Catalogue(string[] names) => new()
    {
        MinEffect = _random.Next(2) == 0 ? 0 : 0.05,
        MaxReasons = _random.Next(1, 6),
        Direction = (ReasonDirection)_random.Next(3),
        Reasons =
        [
            new("both 'of' them", [names[1], names[0]], "{bin}", "{bin}"),
            .. names.Skip(2).Select((name, i) => new Reason($"r\"{i}\\", [name], "{bin}", "{bin}") { Direction = (ReasonDirection)_random.Next(3), MinEffect = _random.Next(3) == 0 ? 0.2 : null }),
        ],
    };
}
