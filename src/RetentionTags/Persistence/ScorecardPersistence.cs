using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="Scorecard"/>.</summary>
public static class ScorecardPersistence
{
    private const string Kind = "scorecard";
    private const int Version = 4;

    extension(Scorecard model)
    {
        /// <summary>Writes the scorecard as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, ScorecardDocument.Of(model), ArtefactContext.Default.ScorecardDocument);
        }

        /// <summary>Reads a scorecard that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The scorecard.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static Scorecard Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.ScorecardDocument, document => document.ToModel());
    }
}
