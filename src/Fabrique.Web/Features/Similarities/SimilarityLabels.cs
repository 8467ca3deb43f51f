using Fabrique.Domain.Similarity;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Features.Similarities;

/// <summary>How resemblances are told to people.</summary>
public static class SimilarityLabels
{
    public static string OfScore(double score) => score >= SimilarityCorpus.VeryClose ? "Très proche" : "Proche";

    /// <summary>« 0,62 »: 1 would be the same words.</summary>
    public static string Figure(double score) => score.ToString("0.00", FrenchCulture.Instance);

    public static string Of(ResemblanceVerdict verdict) => verdict is ResemblanceVerdict.Same ? "C’est la même idée" : "Ce n’est pas la même idée";
}
