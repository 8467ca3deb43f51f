using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;
using Fabrique.Web.Platform.Drawings;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls;

/// <summary>The versions of the procedure in which applications of a call may begin.</summary>
public sealed class CallProcedures(PublishedVersions versions)
{
    /// <summary>The procedure of applications.</summary>
    public const string Definition = "candidature";

    /// <summary>What the form posts for the version in force, whichever it is when an application is submitted.</summary>
    public const string InForce = "en-vigueur";

    /// <summary>Versions that were published, the newest first, and which one is in force.</summary>
    public Task<IReadOnlyList<PublishedVersion>> ListAsync(CancellationToken cancellationToken) => versions.ListAsync(Definition, cancellationToken);

    public static IEnumerable<DsfrOption> Options(IEnumerable<PublishedVersion> versions) =>
    [
        .. versions.Select(version => new DsfrOption(version.Id, NameOf(version), version.IsInForce ? "Toutes les candidatures de l’appel suivent la même procédure, quoi qu’il soit publié ensuite." : null)),
        new(InForce, "Suivre la version en vigueur", "Une version publiée pendant l’appel vaut pour les candidatures déposées après elle."),
    ];

    /// <summary>« Version 3, en vigueur », « La version en vigueur au jour du dépôt ».</summary>
    public async Task<string> NameAsync(CallForApplications call, CancellationToken cancellationToken) => call.ProcedureVersionId is not { } id ? "La version en vigueur au jour du dépôt"
        : (await ListAsync(cancellationToken)).FirstOrDefault(version => version.Id == id) is { } version ? NameOf(version)
        : "Une version qui n’existe plus";

    private static string NameOf(PublishedVersion version) => string.Create(
        CultureInfo.InvariantCulture,
        $"Version {version.Number}{(version.IsInForce ? ", en vigueur" : version.PublishedAt is { } at ? $", publiée le {FrenchDate.Day(at)}" : "")}");
}

/// <summary>Calls whose applications begin in a version: it has to stay.</summary>
public sealed class CallsOnVersion(FabriqueDbContext db) : VersionUse
{
    public override async Task<string?> FindAsync(string versionId, CancellationToken cancellationToken) =>
        await db.Calls.Where(call => call.ProcedureVersionId == versionId && call.Status != CallStatus.Archived).OrderBy(call => call.OpensAt).Select(call => call.Title).FirstOrDefaultAsync(cancellationToken) is { } title
            ? $"les candidatures de l’appel « {title} » commencent dans cette version."
            : null;
}
