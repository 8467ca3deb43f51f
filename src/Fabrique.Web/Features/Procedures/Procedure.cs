using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>How a procedure stands.</summary>
public enum ProcedureState
{
    Draft,
    Published,
    PublishedWithDraft,
    Retracted,
}

/// <summary>A procedure: the versions of one definition, newest first, and what runs on them.</summary>
public sealed class Procedure
{
    public Procedure(IReadOnlyList<WorkflowVersionSummary> versions, IEnumerable<InstanceCount> counts, string? keptHash)
    {
        Versions = versions;
        Counts = counts.ToDictionary(count => count.VersionId, StringComparer.Ordinal);
        InForce = versions.FirstOrDefault(version => version.IsPublished);
        Latest = versions.FirstOrDefault(version => version.IsLatest) ?? versions[0];
        Draft = Latest is { IsPublished: false, PublishedAt: null, IsShipped: false } ? Latest : null;
        Proposed = versions.FirstOrDefault(version => version.IsShipped) is { PublishedAt: null } shipped && shipped.ContentHash != keptHash && shipped.ContentHash != InForce?.ContentHash ? shipped : null;
    }

    public IReadOnlyList<WorkflowVersionSummary> Versions { get; }

    /// <summary>The version on which new instances start; null when none is published.</summary>
    public WorkflowVersionSummary? InForce { get; }

    /// <summary>The version that the editor opens.</summary>
    public WorkflowVersionSummary Latest { get; }

    /// <summary>What somebody works on; null when the newest version has been published.</summary>
    public WorkflowVersionSummary? Draft { get; }

    /// <summary>The version that an upgrade brought and that nobody has decided on yet; null when there is none.</summary>
    public WorkflowVersionSummary? Proposed { get; }

    /// <summary>What could be published: the draft, or the newest version once it was withdrawn.</summary>
    public WorkflowVersionSummary? Candidate => Draft ?? (Latest is { IsPublished: false, PublishedAt: not null } ? Latest : null);

    public string DefinitionId => Latest.DefinitionId;

    public string Name => ProcedureLabels.NameOf((InForce ?? Latest).Name);

    public ProcedureState State => InForce is not null
        ? Draft is null ? ProcedureState.Published : ProcedureState.PublishedWithDraft
        : Versions.Any(version => version.PublishedAt is not null) ? ProcedureState.Retracted : ProcedureState.Draft;

    public IReadOnlyDictionary<string, InstanceCount> Counts { get; }

    public int Running => Counts.Values.Sum(count => count.Running);

    public int Incidents => Counts.Values.Sum(count => count.WithIncidents);

    /// <summary>Whether there are instances to stop: they run, or an incident holds them.</summary>
    public bool HasUnfinished => Running > 0 || Incidents > 0;

    /// <summary>Instances that run on another version than the one in force.</summary>
    public int RunningElsewhere => Counts.Values.Where(count => count.VersionId != InForce?.Id).Sum(count => count.Running);

    public WorkflowVersionSummary? Find(int? version) => version is null ? null : Versions.FirstOrDefault(candidate => candidate.Version == version);
}

/// <summary>How procedures and their versions are named to people.</summary>
public static class ProcedureLabels
{
    public static string NameOf(string name) => name.Length > 0 ? name : "Procédure sans nom";

    public static string Of(ProcedureState state) => state switch
    {
        ProcedureState.Draft => "Brouillon",
        ProcedureState.Published => "Publié",
        ProcedureState.PublishedWithDraft => "Brouillon en cours sur la version publiée",
        ProcedureState.Retracted => "Retiré",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The kind of badge that shows a state.</summary>
    public static string? BadgeOf(ProcedureState state) => state switch
    {
        ProcedureState.Published => "success",
        ProcedureState.PublishedWithDraft => "info",
        ProcedureState.Draft => "new",
        _ => null,
    };

    public static string Of(WorkflowVersionSummary version, Procedure procedure) => version switch
    {
        { IsPublished: true } => "En vigueur",
        _ when version.Id == procedure.Draft?.Id => "Brouillon",
        _ when version.Id == procedure.Proposed?.Id => "Livrée, à décider",
        { PublishedAt: not null } => "Ancienne",
        { IsShipped: true } => "Livrée, écartée",
        _ => "Brouillon ancien",
    };

    public static string Count(int count, string noun) => $"{count}\u00a0{noun}{(count > 1 ? "s" : "")}";

    /// <summary>« 3 instances en cours, 1 avec un incident ».</summary>
    public static string UnfinishedOf(Procedure procedure) =>
        $"{Count(procedure.Running, "exécution")} en cours{(procedure.Incidents > 0 ? $", {procedure.Incidents}\u00a0avec un incident" : "")}";

    /// <summary>« 3 sur la version 2, 1 sur la version 1 ».</summary>
    public static string RunningOf(Procedure procedure) => procedure.Running == 0
        ? "Aucune"
        : string.Join(", ", procedure.Counts.Values.Where(count => count.Running > 0).OrderByDescending(count => count.Version).Select(count => $"{count.Running} sur la version\u00a0{count.Version}"));
}
