using RetentionTags.Scoring;

namespace RetentionTags.Sql;

/// <summary>Rounded points in steps: whole numbers, whose sums are exact.</summary>
internal sealed class PointSteps
{
    private readonly PointsCard _card;
    private readonly SqlDialect _dialect;
    private readonly double _step;

    /// <summary>How many steps make a point, where that is a whole number; otherwise 0.</summary>
    private readonly double _stepsPerPoint;

    private PointSteps(PointsCard card, double step, SqlDialect dialect)
    {
        (_card, _step, _dialect) = (card, step, dialect);
        double inverse = Math.Round(1 / step);
        _stepsPerPoint = 1 / inverse == step ? inverse : 0;
    }

    /// <summary>The steps of the base points.</summary>
    public double Base => StepsOf(_card.BasePoints);

    /// <summary>The steps of a card; nothing where it does not round.</summary>
    public static PointSteps? Of(PointsCard card, SqlDialect dialect) => card.Scale.RoundTo is double step ? new(card, step, dialect) : null;

    /// <summary>The steps of a bin.</summary>
    public double Of(int column, int bin) => StepsOf(_card[column][bin]);

    /// <summary>Whether a step is a point.</summary>
    public bool ArePoints => _stepsPerPoint == 1;

    /// <summary>The points of so many steps.</summary>
    public string ToPoints(string steps) => _stepsPerPoint > 0 ? $"{steps} / {_dialect.Literal(_stepsPerPoint)}" : $"{steps} * {_dialect.Literal(_step)}";

    private double StepsOf(double points) => Math.Round(_stepsPerPoint > 0 ? points * _stepsPerPoint : points / _step);
}
