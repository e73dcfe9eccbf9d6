using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="RfmScoreModel"/>.</summary>
public static class RfmScoresPersistence
{
    private const string Kind = "rfm-scores";
    private const int Version = 1;

    extension(RfmScoreModel model)
    {
        /// <summary>Writes recipe, cut-offs, counts and findings as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, RfmScoresDocument.Of(model), ArtefactContext.Default.RfmScoresDocument);
        }

        /// <summary>Reads scores that were saved. They are the same as those saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The model.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static RfmScoreModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.RfmScoresDocument, document => document.ToModel());
    }
}
