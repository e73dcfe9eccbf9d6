using RetentionTags.Lifetime;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="DiscreteHazardModel"/>.</summary>
public static class HazardPersistence
{
    private const string Kind = "discrete-hazard";
    private const int Version = 1;

    extension(DiscreteHazardModel model)
    {
        /// <summary>Writes the hazard as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, HazardDocument.Of(model), ArtefactContext.Default.HazardDocument);
        }

        /// <summary>Reads a hazard that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The hazard.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static DiscreteHazardModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.HazardDocument, document => document.ToModel());
    }
}
