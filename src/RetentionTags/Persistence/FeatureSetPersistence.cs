using RetentionTags.Features;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="FeatureSet"/>.</summary>
public static class FeatureSetPersistence
{
    private const string Kind = "feature-set";
    private const int Version = 1;

    extension(FeatureSet features)
    {
        /// <summary>Writes the recipe of the features as JSON, to be kept with the model that was fitted on them. The number of threads is not saved. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        /// <exception cref="ArgumentException">A family is a <see cref="CustomFeature"/>, whose function cannot be saved.</exception>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(features);
            if (features.Families.OfType<CustomFeature>().FirstOrDefault() is CustomFeature custom)
                throw new ArgumentException($"The feature '{custom.Name}' is a CustomFeature: its function is code and cannot be saved. Save a set of the other families, and add it in code after loading.");
            Artefact.Write(destination, Kind, Version, new FeatureSetDocument(features.Families, features.Omit), ArtefactContext.Default.FeatureSetDocument);
        }

        /// <summary>Reads a recipe of features that was saved. It is equal to the one saved, but for the number of threads.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The features.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static FeatureSet Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.FeatureSetDocument, document => document.ToModel());
    }
}
