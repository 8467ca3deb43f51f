using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Organisation.ShowUnit;

/// <summary>A unit: where it is, whom it holds, when nobody works there.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ShowUnitModel(OrganisationSheets sheets, TimeProvider clock) : PageModel
{
    private const int PageSize = 20;
    private const int NextHolidays = 5;

    [FromRoute]
    public string Code { get; set; } = "";

    public UnitSheetModel Sheet { get; private set; } = null!;

    public PagedList<UnitPerson> People { get; private set; } = null!;

    public IReadOnlyList<PublicHoliday> Holidays { get; private set; } = [];

    /// <summary>The hour there.</summary>
    public DateTime LocalNow { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await sheets.FindAsync(Code, cancellationToken) is not { } sheet)
        {
            return NotFound();
        }

        Sheet = sheet;
        People = await sheets.ReadPeopleAsync(sheet.Unit.Id, new ListAddress(Request, []), PageSize, cancellationToken);
        LocalNow = sheet.Place.Time.FromUtc(clock.GetUtcNow().UtcDateTime);
        Holidays = [.. sheet.Place.Calendar.HolidaysFrom(DateOnly.FromDateTime(LocalNow), NextHolidays)];
        return Page();
    }
}
