namespace Fabrique.Web.Kernel.Hosting;

/// <summary>A command that replaces serving: <c>Fabrique.Web migrate</c>. It is given the built application, whose pipeline is not mapped, and its own arguments.</summary>
internal sealed record Verb(string Name, string Purpose, Func<WebApplication, IReadOnlyList<string>, Task<int>> RunAsync)
{
    /// <summary>Names of its arguments, in order; one in brackets, <c>[dossier]</c>, may be left out.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Its own options, which may come in any order, and several times.</summary>
    public IReadOnlyList<VerbOption> Options { get; init; } = [];

    public string Usage => string.Join(' ', Parameters.Prepend(Name).Select(part => part is ['[', ..] || part == Name ? part : $"<{part}>"));

    public bool Accepts(int arguments) => arguments <= Parameters.Count && arguments >= Parameters.Count(parameter => parameter is not ['[', ..]);
}

/// <param name="Name">As it is typed, for example <c>--json</c>.</param>
/// <param name="Purpose">What it does, in French.</param>
/// <param name="Value">What its value is; null when it has none.</param>
internal sealed record VerbOption(string Name, string Purpose, string? Value = null)
{
    public string Usage => Value is null ? Name : $"{Name} <{Value}>";
}
