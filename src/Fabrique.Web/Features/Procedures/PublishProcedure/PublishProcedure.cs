using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.PublishProcedure;

/// <summary>An administrator publishes what the page showed.</summary>
public sealed record PublishProcedure
{
    public required string DefinitionId { get; init; }

    /// <summary>The version shown.</summary>
    public required string VersionId { get; init; }

    /// <summary>Its content as it was shown.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The version that was in force then; null when none was.</summary>
    public required string? InForceId { get; init; }

    /// <summary>Whether whoever publishes has confirmed that the crowds it writes to are meant.</summary>
    public bool IsCrowdConfirmed { get; init; }
}

public sealed class PublishProcedureHandler(UseCaseRunner runner, WorkflowDefinitionStore definitions, WorkflowPublisher publisher, ProcedureReview review, ProcedureAudit audit) : Handler<PublishProcedure>(runner)
{
    protected override async Task<Outcome> ActAsync(PublishProcedure input, CancellationToken cancellationToken)
    {
        var version = await definitions.GetVersionAsync(input.VersionId, cancellationToken);
        if (version is null || version.DefinitionId != input.DefinitionId || version.ContentHash != input.ContentHash)
        {
            return Changed;
        }

        var problems = await review.ReviewAsync(version, cancellationToken);
        if (problems.Any(problem => problem.IsToConfirm) && !input.IsCrowdConfirmed)
        {
            return new Refusal("crowd-unconfirmed", "Cette procédure écrit à plus de 30 personnes à la fois\u00a0: rien n’a été publié. Cochez la case qui le confirme, puis publiez.");
        }

        if (problems.Any(problem => problem.IsBlocking))
        {
            return new Refusal("procedure-broken", $"La version\u00a0{version.Version} a des erreurs\u00a0: rien n’a été publié. Corrigez-les dans l’éditeur, puis publiez.");
        }

        try
        {
            if (await publisher.PublishVersionAsync(version, input.InForceId, cancellationToken))
            {
                await audit.RecordAsync(
                    ProcedureAct.Published, version.DefinitionId, version.Version, $"a publié la version\u00a0{version.Version} de «\u00a0{version.Name}\u00a0»");
            }

            return Outcome.Done;
        }
        catch (WorkflowChangedException)
        {
            return Changed;
        }
    }

    private static Refusal Changed => new("procedure-changed", "La procédure a changé depuis l’affichage de cette page\u00a0: rien n’a été publié. Relisez ci-dessous ce qui a changé, puis publiez.");
}
