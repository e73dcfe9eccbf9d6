using RetentionTags.Data;

namespace RetentionTags.Models.Calibration;

/// <summary>A scorer with a calibration behind it. For a scorecard take <c>Scorecard.Calibrated</c> instead, which keeps contributions and can be saved as one.</summary>
public sealed class CalibratedScorer : IScorer
{
    /// <summary>Puts a calibration behind a scorer.</summary>
    /// <param name="scorer">Gives probabilities.</param>
    /// <param name="calibration">A calibration that was fitted on rows which the scorer had not seen.</param>
    public CalibratedScorer(IScorer scorer, CalibrationModel calibration)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(calibration);
        (Scorer, Calibration) = (scorer, calibration);
    }

    /// <summary>Gives the probabilities.</summary>
    public IScorer Scorer { get; }

    /// <summary>Makes them mean what they say.</summary>
    public CalibrationModel Calibration { get; }

    /// <summary>The calibrated probability of the event for every row.</summary>
    /// <param name="table">Holds the columns that the scorer needs.</param>
    /// <param name="destination">Receives one probability for each row.</param>
    /// <exception cref="ArgumentException">As of the scorer; or a score is NaN or outside 0–1.</exception>
    public void Score(Table table, Span<double> destination)
    {
        Scorer.Score(table, destination);
        Calibration.Apply(destination, destination);
    }
}
