using Fabrique.Web.Kernel.People;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.VerifyProcedure;

/// <summary>« Vérifier »: everything wrong in the draft and in the version in force, and what to do.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class VerifyProcedureModel(ProcedureReader reader, ProcedureReview review, Actor actor) : ProcedurePage(reader, actor)
{
    private readonly ProcedureReader reader = reader;

    public IReadOnlyList<ReviewedVersion> Verified { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var opened = await reader.OpenAsync([Procedure.Candidate, Procedure.InForce, Procedure.Latest], cancellationToken);
        var verified = new List<ReviewedVersion>();
        foreach (var (title, version) in Versions())
        {
            if (opened.TryGetValue(version.Id, out var drawing))
            {
                verified.Add(await review.DrawAsync(Procedure, drawing, $"{title}, version\u00a0{version.Version}", MayAct, cancellationToken));
            }
        }

        Verified = verified;
        return true;
    }

    private IEnumerable<(string Title, WorkflowVersionSummary Version)> Versions()
    {
        if (Procedure.Candidate is { } candidate)
        {
            yield return (candidate.PublishedAt is null ? "Brouillon" : "Dernière version, retirée", candidate);
        }

        if (Procedure.InForce is { } inForce)
        {
            yield return ("Version en vigueur", inForce);
        }
        else if (Procedure.Candidate is null)
        {
            yield return ("Dernière version", Procedure.Latest);
        }
    }
}
