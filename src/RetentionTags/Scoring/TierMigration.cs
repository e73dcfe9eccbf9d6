using RetentionTags.Rendering;

namespace RetentionTags.Scoring;

/// <summary>Who moved from which tier to which between two days: the migration matrix. Customers who are in one of the two rosters only are counted apart.</summary>
/// <remarks>Counts are sums of weights: a customer of weight 2 counts as two. They are summed in the order of keys, so the order of rows does not matter.</remarks>
public sealed class TierMigration
{
    private readonly double[,] _counts;
    private readonly double[] _left;
    private readonly double[] _entered;

    private TierMigration(string[] names)
    {
        Names = names;
        _counts = new double[names.Length, names.Length];
        _left = new double[names.Length];
        _entered = new double[names.Length];
    }

    /// <summary>The names of the tiers, from the highest to the lowest.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Of the customers of both days, those who are in the tier that they were in.</summary>
    public MoveShare Stayed => Together(StayedIn);

    /// <summary>Of the customers of both days, those who are in a higher tier than before.</summary>
    public MoveShare Up => Together(UpFrom);

    /// <summary>Of the customers of both days, those who are in a lower tier than before.</summary>
    public MoveShare Down => Together(DownFrom);

    /// <summary>Of the customers of the first day, those who are not in the second roster.</summary>
    public MoveShare Left => new(_left.Sum(), _left.Sum() + Together(StayedIn).Total);

    /// <summary>Of the customers of the second day, those who are not in the first roster.</summary>
    public MoveShare Entered => new(_entered.Sum(), _entered.Sum() + Together(StayedIn).Total);

    /// <summary>How many customers moved from one tier to another, or stayed.</summary>
    /// <param name="from">The rank of the tier before.</param>
    /// <param name="to">The rank of the tier afterwards.</param>
    /// <returns>The sum of their weights.</returns>
    public double this[int from, int to] => _counts[from, to];

    /// <summary>Compares two rosters, customer by customer.</summary>
    /// <param name="before">The first day.</param>
    /// <param name="after">The second day. Its scheme may have other thresholds, but the same names in the same order.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException">The schemes' names differ, keys are texts in one and whole numbers in the other, or a customer has two different weights.</exception>
    public static TierMigration Of(TierRoster before, TierRoster after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        string[] names = NamesOf(before), later = NamesOf(after);
        if (!names.SequenceEqual(later))
            throw new ArgumentException($"The tiers are '{string.Join("', '", names)}' before and '{string.Join("', '", later)}' afterwards. Moves are counted between tiers of the same names in the same order: rename them by WithNames.", nameof(after));
        var migration = new TierMigration(names);
        int[] places = before.PlacesIn(after.Keys);
        var isMatched = new bool[after.Count];
        for (int entity = 0; entity < places.Length; entity++)
        {
            (int from, double weight) = before.At(entity);
            if (places[entity] < 0)
            {
                migration._left[from] += weight;
                continue;
            }

            (int to, double same) = after.At(places[entity]);
            if (same != weight)
                throw new ArgumentException(Invariant($"The customer '{before.Keys[entity]}' has the weight {weight} before and {same} afterwards. A customer has one weight."), nameof(after));
            migration._counts[from, to] += weight;
            isMatched[places[entity]] = true;
        }

        for (int entity = 0; entity < isMatched.Length; entity++)
        {
            if (!isMatched[entity])
                migration._entered[after.At(entity).Rank] += after.At(entity).Weight;
        }

        return migration;
    }

    /// <summary>Of the customers who were in a tier and are in some tier, those who are in another or the same one.</summary>
    /// <param name="from">The rank of the tier before.</param>
    /// <param name="to">The rank of the tier afterwards.</param>
    /// <returns>Their share.</returns>
    public MoveShare Move(int from, int to) => new(_counts[from, to], Remaining(from));

    /// <summary>Of the customers who were in a tier and are in some tier, those who are in the same one.</summary>
    /// <param name="rank">The rank of the tier.</param>
    /// <returns>Their share.</returns>
    public MoveShare StayedIn(int rank) => Move(rank, rank);

    /// <summary>Of the customers who were in a tier and are in some tier, those who are in a higher one.</summary>
    /// <param name="rank">The rank of the tier.</param>
    /// <returns>Their share.</returns>
    public MoveShare UpFrom(int rank) => new(Enumerable.Range(0, rank).Sum(to => _counts[rank, to]), Remaining(rank));

    /// <summary>Of the customers who were in a tier and are in some tier, those who are in a lower one.</summary>
    /// <param name="rank">The rank of the tier.</param>
    /// <returns>Their share.</returns>
    public MoveShare DownFrom(int rank) => new(Enumerable.Range(rank + 1, Names.Count - rank - 1).Sum(to => _counts[rank, to]), Remaining(rank));

    /// <summary>Of the customers who were in a tier, those who are not in the second roster.</summary>
    /// <param name="rank">The rank of the tier.</param>
    /// <returns>Their share.</returns>
    public MoveShare LeftFrom(int rank) => new(_left[rank], _left[rank] + Remaining(rank));

    /// <summary>Of the customers who are in a tier, those who were not in the first roster.</summary>
    /// <param name="rank">The rank of the tier.</param>
    /// <returns>Their share.</returns>
    public MoveShare EnteredInto(int rank) => new(_entered[rank], _entered[rank] + Enumerable.Range(0, Names.Count).Sum(from => _counts[from, rank]));

    /// <summary>The matrix as text: one line for each tier before, one column for each tier afterwards.</summary>
    /// <param name="format">Plain text, Markdown or CSV.</param>
    /// <returns>The table; shares are of the customers of both days.</returns>
    public string ToText(TableFormat format = TableFormat.Plain)
    {
        var table = new TextTable(["From", .. Names.Select(name => $"to {name}"), "left", "total", "Stayed", "Up", "Down"]);
        for (int from = 0; from < Names.Count; from++)
            table.Add([Names[from], .. Enumerable.Range(0, Names.Count).Select(to => TableCell.Weight(_counts[from, to])), .. Ends(LeftFrom(from)), .. Shares(StayedIn(from), UpFrom(from), DownFrom(from))]);
        table.Add(["entered", .. _entered.Select(TableCell.Weight), "", TableCell.Weight(Entered.Count), "", "", ""]);
        table.Add(["total", .. Enumerable.Range(0, Names.Count).Select(to => TableCell.Weight(EnteredInto(to).Total)), TableCell.Weight(Left.Count), TableCell.Weight(Left.Total + Entered.Count), .. Shares(Stayed, Up, Down)]);
        return table.Render(format);

        static TableCell[] Ends(MoveShare left) => [TableCell.Weight(left.Count), TableCell.Weight(left.Total)];
        static IEnumerable<TableCell> Shares(params MoveShare[] shares) => shares.Select(share => TableCell.Percent(share.Share));
    }

    private static string[] NamesOf(TierRoster roster) => [.. roster.Scheme.Tiers.Select(tier => tier.Name)];

    private double Remaining(int from) => Enumerable.Range(0, Names.Count).Sum(to => _counts[from, to]);

    private MoveShare Together(Func<int, MoveShare> of)
    {
        double count = 0, total = 0;
        for (int rank = 0; rank < Names.Count; rank++)
        {
            count += of(rank).Count;
            total += of(rank).Total;
        }

        return new(count, total);
    }
}
