using System.Text;

using Nightjar.Server.Extensibility;

namespace Nightjar.Hosting;

/// <summary>
/// What people and programs read about the protocols this server speaks, written from what the extensions declare: the features page
/// and the description of the project (DOAP, https://github.com/ewilderj/doap, with the terms of XEP-0453).
/// </summary>
internal static class FeaturePages
{
    /// <summary>The features page, in Markdown.</summary>
    public static string Markdown(ExtensionSet extensions)
    {
        var page = new StringBuilder()
            .Append("# What Nightjar speaks\n\n")
            .Append("This page is written from the declarations of the extensions; a test fails when it is out of date.\n\n")
            .Append("RFC 6120, 6121, 7590 and 7622 are the core. Everything else:\n\n")
            .Append("| XEP | title | version | where | remarks |\n| --- | --- | --- | --- | --- |\n");
        foreach ((ImplementedSpecification specification, string where) in Specifications(extensions))
        {
            page.Append($"| [{specification.Xep:D4}](https://xmpp.org/extensions/xep-{specification.Xep:D4}.html) | {specification.Title}")
                .Append($" | {specification.Version} | `{where}` | {specification.Note} |\n");
        }

        page.Append("\n## Features in service discovery\n\n| feature | of the server | of an account | where |\n| --- | --- | --- | --- |\n");
        var features = extensions.Declarations.SelectMany(d => d.Features.Select(f => (Feature: f, d.Name)));
        foreach (var feature in features.OrderBy(f => f.Feature.Namespace, StringComparer.Ordinal))
        {
            page.Append($"| `{feature.Feature.Namespace}` | {Mark(feature.Feature, IqScope.Server)} | {Mark(feature.Feature, IqScope.Account)} | `{feature.Name}` |\n");
        }

        return page.ToString();
    }

    /// <summary>The description of the project.</summary>
    public static string Doap(ExtensionSet extensions)
    {
        var doap = new StringBuilder(
            """
            <?xml version='1.0' encoding='UTF-8'?>
            <!-- Written from the declarations of the extensions; a test fails when it is out of date. -->
            <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://usefulinc.com/ns/doap#' xmlns:xmpp='https://linkmauve.fr/ns/xmpp-doap#'>
              <Project>
                <name>Nightjar</name>
                <shortdesc xml:lang='en'>Privacy-first XMPP server</shortdesc>
                <programming-language>C#</programming-language>
                <license rdf:resource='https://www.apache.org/licenses/LICENSE-2.0'/>
                <category rdf:resource='https://linkmauve.fr/ns/xmpp-doap#category-server'/>
                <implements rdf:resource='https://www.rfc-editor.org/info/rfc6120'/>
                <implements rdf:resource='https://www.rfc-editor.org/info/rfc6121'/>
                <implements rdf:resource='https://www.rfc-editor.org/info/rfc7590'/>
                <implements rdf:resource='https://www.rfc-editor.org/info/rfc7622'/>

            """);
        foreach ((ImplementedSpecification specification, _) in Specifications(extensions))
        {
            doap.Append("    <implements>\n      <xmpp:SupportedXep>\n")
                .Append($"        <xmpp:xep rdf:resource='https://xmpp.org/extensions/xep-{specification.Xep:D4}.html'/>\n")
                .Append($"        <xmpp:status>{(specification.Note is null ? "complete" : "partial")}</xmpp:status>\n")
                .Append($"        <xmpp:version>{specification.Version}</xmpp:version>\n")
                .Append(specification.Note is null ? "" : $"        <xmpp:note xml:lang='en'>{System.Security.SecurityElement.Escape(specification.Note)}</xmpp:note>\n")
                .Append("      </xmpp:SupportedXep>\n    </implements>\n");
        }

        return doap.Append("  </Project>\n</rdf:RDF>\n").ToString();
    }

    private static IEnumerable<(ImplementedSpecification Specification, string Where)> Specifications(ExtensionSet extensions) =>
        extensions.Declarations.SelectMany(d => d.Specifications.Select(s => (s, d.Name))).OrderBy(s => s.s.Xep);

    private static string Mark(AdvertisedFeature feature, IqScope scope) =>
        (feature.Scope & scope) == 0 ? "" : feature.When is null ? "yes" : "depends on the domain";
}
