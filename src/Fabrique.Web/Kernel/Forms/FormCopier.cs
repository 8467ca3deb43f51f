using Fabrique.Data;
using Fabrique.Domain.Forms;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Forms;

/// <summary>Begins a form from another: what a call that is duplicated takes with it. To be used within a use case, which saves.</summary>
public sealed class FormCopier(FabriqueDbContext db, TimeProvider clock)
{
    /// <param name="fromFormId">The form whose draft is taken; null for <paramref name="model"/>.</param>
    /// <param name="model">What is taken when there is no other form.</param>
    /// <param name="code">Of the new form.</param>
    /// <param name="title">Of the new form.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>The new form, added and not saved; nothing of it is published.</returns>
    public async Task<FormDesign> CopyAsync(Guid? fromFormId, Form model, string code, string title, CancellationToken cancellationToken)
    {
        var from = fromFormId is { } id ? await db.Forms.AsNoTracking().SingleOrDefaultAsync(form => form.Id == id, cancellationToken) : null;
        var now = clock.GetUtcNow();
        var design = FormDesign.Start(Guid.CreateVersion7(now), code, title, from?.Draft ?? model, now.UtcDateTime);
        db.Forms.Add(design);
        return design;
    }
}
