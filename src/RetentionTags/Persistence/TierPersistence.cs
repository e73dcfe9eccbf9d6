using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="TierScheme"/>.</summary>
public static class TierPersistence
{
    private const string Kind = "tiers";
    private const int Version = 2;

    extension(TierScheme model)
    {
        /// <summary>Writes the tier scheme as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, TierDocument.Of(model), ArtefactContext.Default.TierDocument);
        }

        /// <summary>Reads a tier scheme that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The tier scheme.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static TierScheme Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.TierDocument, document => document.ToModel());
    }
}
