namespace RetentionTags.Explanations;

/// <summary>
/// By which rules contributions become reasons, and what these say. A card carries its catalogue, and its file does, so that the same row has the same reasons wherever the card is loaded.
/// </summary>
/// <remarks>
/// For each row and each reason, in the order of the catalogue: the contributions of the reason's columns are added up; the reason applies when the sum is not 0, has the direction of the reason and of the catalogue, and is at least as large as the smallest effect. Those that apply are
/// ordered by falling size; equal ones keep the order of the catalogue; the first <see cref="MaxReasons"/> are given. Sums of a card's contributions are exact, so ties are true ties.
/// </remarks>
public sealed record ReasonCatalogue
{
    /// <summary>The reasons, in the order that decides ties.</summary>
    /// <value>None by default. Ids are unique; a column is in at most one reason of each direction, so that no contribution is counted twice.</value>
    public ValueList<Reason> Reasons { get; init => field = Checked(value); } = [];

    /// <summary>Which reasons are given.</summary>
    /// <value><see cref="ReasonDirection.Either"/> by default: those of each reason's own direction.</value>
    public ReasonDirection Direction { get; init => field = Enum.IsDefined(value) ? value : throw Setting.OutOfRange(nameof(Direction), value, "one of the named directions"); } = ReasonDirection.Either;

    /// <summary>The smallest effect of a reason, in log-odds, where the reason does not state its own.</summary>
    /// <value>0 by default: any that is not 0. Finite and at least 0.</value>
    public double MinEffect { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw Setting.OutOfRange(nameof(MinEffect), value, "finite and at least 0"); }

    /// <summary>At most so many reasons for a row.</summary>
    /// <value>4 by default, as is the custom in notices to customers. At least 1.</value>
    public int MaxReasons { get; init => field = value >= 1 ? value : throw Setting.OutOfRange(nameof(MaxReasons), value, "at least 1"); } = 4;

    /// <summary>A catalogue with two reasons for each column: that it raises the event's probability, and that it lowers it. Their ids are the column's name with <c>:raises</c> or <c>:lowers</c>.</summary>
    /// <param name="columns">The columns, in the order that decides ties.</param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="ArgumentException">A name is empty or repeats.</exception>
    public static ReasonCatalogue ForColumns(params IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new()
        {
            Reasons =
            [
                .. columns.SelectMany(column => (Reason[])
                [
                    new($"{column}:raises", [column], "{column} ({bin}) makes the event more likely", "{column}（{bin}）提高了事件发生的可能性") { Direction = ReasonDirection.Raises },
                    new($"{column}:lowers", [column], "{column} ({bin}) makes the event less likely", "{column}（{bin}）降低了事件发生的可能性") { Direction = ReasonDirection.Lowers },
                ]),
            ],
        };
    }

    /// <summary>For each of a row's reasons, best first: its place in the catalogue, its effect, and the place of the column that it speaks of.</summary>
    /// <param name="contributions">The row's contributions.</param>
    /// <param name="columnsOf">For each reason the places of its columns.</param>
    /// <param name="destination">Receives them.</param>
    internal void Choose(ReadOnlySpan<double> contributions, int[][] columnsOf, List<(int Reason, double Effect, int Column)> destination)
    {
        int first = destination.Count;
        for (int i = 0; i < columnsOf.Length; i++)
        {
            double effect = 0;
            foreach (int column in columnsOf[i])
                effect += contributions[column];
            if (effect != 0 && Allows(Direction, effect) && Allows(Reasons[i].Direction, effect) && Math.Abs(effect) >= (Reasons[i].MinEffect ?? MinEffect))
                Insert(destination, first, (i, effect, Strongest(contributions, columnsOf[i], Math.Sign(effect))));
        }
    }

    /// <summary>Behind all that are as large, and out again if that is too far behind.</summary>
    private void Insert(List<(int Reason, double Effect, int Column)> destination, int first, (int Reason, double Effect, int Column) reason)
    {
        int at = destination.Count;
        while (at > first && Math.Abs(destination[at - 1].Effect) < Math.Abs(reason.Effect))
            at--;
        destination.Insert(at, reason);
        if (destination.Count - first > MaxReasons)
            destination.RemoveAt(destination.Count - 1);
    }

    private static int Strongest(ReadOnlySpan<double> contributions, int[] columns, int sign)
    {
        int strongest = columns[0];
        foreach (int column in columns)
            strongest = sign * contributions[column] > sign * contributions[strongest] ? column : strongest;
        return strongest;
    }

    private static bool Allows(ReasonDirection direction, double effect) => direction switch
    {
        ReasonDirection.Raises => effect > 0,
        ReasonDirection.Lowers => effect < 0,
        _ => true,
    };

    private static ValueList<Reason> Checked(ValueList<Reason> value)
    {
        ArgumentNullException.ThrowIfNull(value, nameof(Reasons));
        if (value.GroupBy(reason => reason.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Two reasons have the id '{twice.Key}'. Ids are unique within a catalogue.", nameof(value));
        foreach (ReasonDirection direction in (ReasonDirection[])[ReasonDirection.Raises, ReasonDirection.Lowers])
        {
            var reasonOf = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (Reason reason in value.Where(reason => reason.Direction is ReasonDirection.Either || reason.Direction == direction))
            {
                foreach (string column in reason.Columns.Where(column => !reasonOf.TryAdd(column, reason.Id)))
                    throw new ArgumentException($"Column '{column}' is in the reasons '{reasonOf[column]}' and '{reason.Id}', so its contribution would be counted twice. Leave it in one of them, or give them opposite directions.", nameof(value));
            }
        }

        return value;
    }
}
