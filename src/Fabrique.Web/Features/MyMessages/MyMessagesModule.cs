using Fabrique.Web.Features.MyMessages.ChoosePreferences;
using Fabrique.Web.Features.MyMessages.StopDigest;
using Fabrique.Web.Kernel.Modules;

namespace Fabrique.Web.Features.MyMessages;

/// <summary>« Mes messages »: what was addressed to somebody, and how they want to be told.</summary>
public sealed class MyMessagesModule : FabriqueModule
{
    public override string Code => "mes-messages";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Space<MyMessagesLinks>()
            .Keep(new RetentionRule("Les préférences de messagerie : l’heure du résumé et les choix par famille de messages", "tant que le compte existe"));
        module.Services
            .AddScoped<ChoosePreferencesHandler>()
            .AddScoped<StopDigestHandler>();
    }
}
