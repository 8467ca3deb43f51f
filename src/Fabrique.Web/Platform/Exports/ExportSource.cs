using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Tables;

namespace Fabrique.Web.Platform.Exports;

/// <summary>What may be taken away of a source through a filter.</summary>
/// <param name="Filter">As it is kept: written one way only, so that two who ask for the same are known to.</param>
/// <param name="Title">What people read: « Instruction, appel Services déconcentrés ».</param>
/// <param name="FileName">Beginning of the file's name, in plain letters: « instruction ».</param>
/// <param name="Columns">All of them, in their order.</param>
/// <param name="Shown">Codes of those that the person sees now; all of them when it is empty.</param>
public sealed record ExportView(string Filter, string Title, string FileName, IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Shown)
{
    /// <summary>Those of some codes, in the order of the codes; an unknown one is left out.</summary>
    public IReadOnlyList<TableColumn> Choose(IEnumerable<string> codes) => [.. codes.Distinct(StringComparer.Ordinal).Select(code => Columns.FirstOrDefault(column => column.Code == code)).OfType<TableColumn>()];
}

/// <summary>
/// A list that people may take away: a feature derives it, and registers it among its services as an <see cref="ExportSource"/>. The same code serves the page, where the signed-in person asks, and the job
/// that writes the file later, where <see cref="Actor"/> is whoever asked.
/// </summary>
public abstract class ExportSource
{
    /// <summary>Stable and unique; addresses carry it.</summary>
    public abstract string Code { get; }

    /// <summary>Where the list is, so that people come back to it.</summary>
    public abstract string Href { get; }

    /// <summary>Name of the list: « Instruction ».</summary>
    public abstract string Label { get; }

    public abstract bool MayExport(Actor actor);

    /// <summary>What a filter keeps.</summary>
    /// <param name="filter">As an address or a row has it; empty for everything.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Null when it names something that is not there, or no longer.</returns>
    public abstract Task<ExportView?> OpenAsync(string filter, CancellationToken cancellationToken);

    public abstract Task<int> CountAsync(ExportView view, CancellationToken cancellationToken);

    /// <summary>The lines, one by one: never all of them in memory.</summary>
    /// <param name="view">What is taken away.</param>
    /// <param name="columns">Each line has a value for each of them, in their order: see <see cref="TableKind"/>.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    public abstract IAsyncEnumerable<IReadOnlyList<object?>> ReadAsync(ExportView view, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken);
}

/// <summary>All sources of the product.</summary>
public sealed class ExportSources(IEnumerable<ExportSource> sources, Actor actor)
{
    /// <summary>The one of a code; null when there is none, or it is not for the signed-in person.</summary>
    public ExportSource? Find(string? code) => sources.FirstOrDefault(source => source.Code == code) is { } found && found.MayExport(actor) ? found : null;

    /// <summary>Whether the signed-in person may take anything away.</summary>
    public bool OffersAny => sources.Any(source => source.MayExport(actor));

    /// <summary>What people call a source, whether it is still there or not.</summary>
    public string NameOf(string code) => sources.FirstOrDefault(source => source.Code == code)?.Label ?? code;
}
