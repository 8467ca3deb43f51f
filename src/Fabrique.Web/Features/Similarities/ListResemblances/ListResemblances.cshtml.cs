using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Similarity;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Similarities.ListResemblances;

/// <summary>What is close to an application, and why: for the staff of the Fabrique, and never for those who have the idea.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListResemblancesModel(Actor actor, ApplicationLoader loader, ResemblanceReader reader) : PageModel
{
    public Application Application { get; private set; } = null!;

    public IReadOnlyList<ResemblanceLine> Lines { get; private set; } = [];

    /// <summary>Those that somebody put aside.</summary>
    public IReadOnlyList<ResemblanceLine> PutAside { get; private set; } = [];

    public string? Nothing { get; private set; }

    public ComparedText Text { get; private set; } = null!;

    /// <summary>Whether the reader may say whether it is one idea: an auditor may not.</summary>
    public bool MayAct => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    /// <summary>Whether the reader may propose a product instead.</summary>
    public bool MayRedirect => MayAct && Application.MayBeRedirected(actor.Id) is null;

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || await loader.FindReadableAsync(reference, cancellationToken) is not { SubmittedAt: not null } application || application.IsOwnCaseOf(actor.Id))
        {
            return NotFound();
        }

        Application = application;
        Text = ComparedText.Of(application);
        var all = await reader.ReadAsync(application, cancellationToken);
        Lines = [.. all.Where(line => line.Resemblance.Verdict is not ResemblanceVerdict.Different)];
        PutAside = [.. all.Where(line => line.Resemblance.Verdict is ResemblanceVerdict.Different)];
        Nothing = Lines.Count > 0 ? null : await reader.WhyNotComparedAsync(application, cancellationToken) ?? "Aucune idée proche n’est connue, parmi les candidatures et les produits.";
        return Page();
    }
}
