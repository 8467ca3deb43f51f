using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms.ChooseKind;

/// <summary>What a new field is.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ChooseKindModel(CallForms forms) : CallFormPage(forms)
{
    /// <summary>See <see cref="Domain.Forms.AddField"/>.</summary>
    public string? After { get; private set; }

    public string? Parent { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        // An empty place is the first one; the framework would read nothing.
        After = Request.Query.TryGetValue("apres", out var after) ? after.ToString() : null;
        Parent = Request.Query["dans"] is { Count: > 0 } parent ? parent.ToString() : null;
        return ShowAsync(cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken) =>
        await base.LoadAsync(cancellationToken) && (Parent is null || Form.Draft.Find(Parent) is { Kind.HasFields: true });
}
