namespace Fabrique.Dsfr;

/// <summary>A page uses a component in a way that the design system forbids. It is the page that must change: nothing is caught, so the first rendering shows it.</summary>
public sealed class DsfrUsageException : InvalidOperationException
{
    /// <summary>Says what is wrong and with which tag.</summary>
    /// <param name="tag">The tag as written in the page, for instance <c>dsfr-input</c>.</param>
    /// <param name="mistake">What is wrong and what to write instead.</param>
    public DsfrUsageException(string tag, string mistake)
        : base($"<{tag}>: {mistake}") => Tag = tag;

    /// <summary>The tag at fault.</summary>
    public string Tag { get; }
}
