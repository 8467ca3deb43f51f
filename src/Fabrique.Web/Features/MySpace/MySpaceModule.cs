using Fabrique.Web.Features.MySpace.MyData;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.MySpace;

/// <summary>« Mon espace ».</summary>
public sealed class MySpaceModule : FabriqueModule
{
    public override string Code => "espace";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Space<MyDataLink>()
            .Navigate(new NavigationEntry("Mon espace", TaskLinks.MySpace, 40, NavigationEntry.SignedIn));
        module.Services.AddScoped<PersonalCopy>();
    }
}
