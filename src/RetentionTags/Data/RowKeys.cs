namespace RetentionTags.Data;

/// <summary>The keys of rows, of which nobody knows yet which there are: whole numbers, texts that are written as such (<see cref="TextCode"/>), or others, whose entities are numbered already.</summary>
internal readonly ref struct RowKeys
{
    private readonly ReadOnlySpan<long> _numbers;
    private readonly EntityKeys? _known;
    private readonly Utf8Keys _texts;
    private readonly TextCode? _code;

    private RowKeys(ReadOnlySpan<long> numbers, EntityKeys? known)
    {
        _numbers = numbers;
        _known = known;
    }

    private RowKeys(Utf8Keys texts, TextCode code)
    {
        _texts = texts;
        _code = code;
    }

    public static RowKeys Of(ReadOnlySpan<long> keys) => new(keys, null);

    /// <exception cref="ArgumentException">A text is null or empty.</exception>
    public static RowKeys Of(ReadOnlySpan<string> keys)
    {
        (EntityKeys known, int[] entities) = EntityCoding.Encode(keys);
        return new(Array.ConvertAll(entities, entity => (long)entity), known);
    }

    /// <exception cref="ArgumentException">A text is empty or no UTF-8.</exception>
    public static RowKeys Of(Utf8Keys keys)
    {
        if (TextCode.Of(keys) is TextCode code)
            return new(keys, code);
        (string[] distinct, int[] entities) = Utf8Numbering.Encode(keys);
        return new(Array.ConvertAll(entities, entity => (long)entity), new(distinct));
    }

    /// <summary>Whether two rows are of one entity.</summary>
    public bool AreEqual(int a, int b) => _code is null ? _numbers[a] == _numbers[b] : _texts[a].SequenceEqual(_texts[b]);

    /// <summary>Puts events in order.</summary>
    /// <param name="times">The moment of each row.</param>
    /// <param name="amounts">The amount of each row.</param>
    /// <param name="comparer">What else tells rows apart, or nothing.</param>
    /// <param name="only">The rows to take; none for all. Entities are those of all rows.</param>
    public OrderedEvents Order(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> amounts, EventComparer? comparer, ReadOnlySpan<int> only)
    {
        if (_code is { IsShort: true })
        {
            (long[] moved, OrderedEvents byShortCode) = EventOrder<long>.Of(new CodedTexts(_texts, _code), times, amounts, comparer, only);
            return byShortCode with { Entities = new(Array.ConvertAll(moved, TextCode.ToNumber), _code) };
        }

        if (_code is not null)
        {
            (UInt128[] codes, OrderedEvents byCode) = EventOrder<UInt128>.Of(new CodedTexts(_texts, _code), times, amounts, comparer, only);
            return byCode with { Entities = new(codes, _code) };
        }

        (long[] numbers, OrderedEvents events) = EventOrder<long>.Of(new KeySpan<long>(_numbers), times, amounts, comparer, only);
        return events with { Entities = _known ?? new(numbers) };
    }

    private readonly ref struct CodedTexts(Utf8Keys texts, TextCode code) : IKeySource<UInt128>, IKeySource<long>
    {
        private readonly Utf8Keys _texts = texts;

        public int Count => _texts.Count;

        public ReadOnlySpan<UInt128> Read(int first, Span<UInt128> room)
        {
            code.ToNumbers(_texts, first, room);
            return room;
        }

        public ReadOnlySpan<long> Read(int first, Span<long> room)
        {
            code.ToNumbers(_texts, first, room);
            return room;
        }
    }
}
