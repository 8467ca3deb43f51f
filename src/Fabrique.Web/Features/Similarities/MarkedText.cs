using Fabrique.Domain.Similarity;

namespace Fabrique.Web.Features.Similarities;

/// <summary>A text in which what another says too is marked.</summary>
/// <param name="Text">The text.</param>
/// <param name="Other">What the other says.</param>
public sealed record MarkedText(ComparedText Text, WordBag Other);
