using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Calls;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Forms;

/// <summary>What a call asks, in a sentence.</summary>
/// <param name="Call">Which.</param>
/// <param name="Questions">How many questions whoever begins now reads, at most.</param>
/// <param name="Version">Number of the version in force of its own form; null when it asks what the product brings.</param>
/// <param name="IsOwn">Whether it has a form of its own, be it not published.</param>
public sealed record FormSummary(CallForApplications Call, int Questions, int? Version, bool IsOwn);

/// <summary>« Formulaire », on the page where the team manages a call.</summary>
public sealed class FormOfCall(FabriqueDbContext db) : CallManagementSection
{
    public override int Order => 10;

    public override string View => "/Features/Forms/_FormOfCall.cshtml";

    public override async Task<object?> ReadAsync(CallForApplications call, CancellationToken cancellationToken)
    {
        var version = call.FormId is null ? null : await db.FormVersions.AsNoTracking().Where(version => version.DesignId == call.FormId).OrderByDescending(version => version.Number).FirstOrDefaultAsync(cancellationToken);
        var form = version?.Form ?? ApplicationForms.Default;
        return new FormSummary(call, form.Questions.Count(), version?.Number, call.FormId is not null);
    }
}
