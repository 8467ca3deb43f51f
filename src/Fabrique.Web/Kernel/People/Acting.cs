using Fabrique.Domain;

namespace Fabrique.Web.Kernel.People;

/// <summary>Names whoever did something, and in whose place.</summary>
public static class Acting
{
    /// <returns>« Octave Tamaris, par suppléance de Perrine Bouleau »; null when nobody did it.</returns>
    public static string? Name(string? who, string? forWhom) => who is null || forWhom is null ? who : $"{who}, par suppléance {French.Of(forWhom)}";
}
