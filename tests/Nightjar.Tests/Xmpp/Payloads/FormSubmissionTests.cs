using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Payloads;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Tests.Xmpp.Payloads;

public sealed class FormSubmissionTests
{
    [Fact]
    public void The_submission_of_XEP_0004_is_acceptable()
    {
        var submission = FormSubmission.Check(DataFormExamples.Asked, DataForm.Parse(Element.Parse(DataFormExamples.Submission))!);
        Assert.Empty(submission.Problems);
        Assert.Equal("The Jabber Google Bot", submission.Text("botname"));
        Assert.Contains("\nin your Jabber client. It' really cool!\n", submission.Text("description"), StringComparison.Ordinal);
        Assert.False(submission.Flag("public"));
        Assert.Equal(["news", "search"], submission.Values("features")!);
        Assert.Equal([Jid.Parse("juliet@capulet.com"), Jid.Parse("benvolio@montague.net")], submission.Addresses("invitelist")!);
    }

    [Theory]
    [InlineData("", FormFault.Missing)]
    [InlineData("<field var='public'/>", FormFault.Missing)]
    [InlineData("<field var='public'><value/></field>", FormFault.Missing)]
    [InlineData("<field var='public'><value>yes</value></field>", FormFault.NotABoolean)]
    [InlineData("<field var='public'><value>1</value><value>0</value></field>", FormFault.TooManyValues)]
    [InlineData("<field var='public'><value>1</value></field><field var='maxsubs'><value>21</value></field>", FormFault.NotAnOption)]
    [InlineData("<field var='public'><value>1</value></field><field var='maxsubs' type='text-single'><value>21</value></field>", FormFault.NotAnOption)]
    [InlineData("<field var='public'><value>1</value></field><field var='maxsubs'><value>10</value><value>20</value></field>", FormFault.TooManyValues)]
    [InlineData("<field var='public'><value>1</value></field><field var='features'><value>news</value><value>x</value></field>", FormFault.NotAnOption)]
    [InlineData("<field var='public'><value>1</value></field><field var='invitelist'><value>@capulet.com</value></field>", FormFault.NotAnAddress)]
    [InlineData("<field var='public'><value>1</value></field><field var='botname'><value>a</value><value>b</value></field>", FormFault.TooManyValues)]
    [InlineData("<field var='public'><value>1</value></field><field var='FORM_TYPE'><value>other</value></field>", FormFault.OtherKind)]
    public void Each_fault_is_found(string fields, FormFault fault) => Assert.Equal(fault, Assert.Single(Check(fields).Problems).Fault);

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var submission = Check("<field var='maxsubs'><value>21</value></field><field var='invitelist'><value>@</value></field>");
        Assert.Equal([FormFault.Missing, FormFault.NotAnOption, FormFault.NotAnAddress], submission.Problems.Select(problem => problem.Fault));
        Assert.Equal("Public bot?: a value is required.", submission.Problems[0].ToString());
        Assert.Null(submission.Values("maxsubs"));
    }

    [Fact]
    public void Fields_that_were_left_out_read_as_null_and_emptied_ones_as_empty()
    {
        var submission = Check("<field var='public'><value>true</value></field><field var='invitelist'/><field var='maxsubs'><value/></field><field var='botname'><value/></field>");
        Assert.Empty(submission.Problems);
        Assert.True(submission.Flag("public"));
        Assert.Null(submission.Text("password"));
        Assert.Null(submission.Addresses("features"));
        Assert.Empty(submission.Addresses("invitelist")!);
        Assert.Empty(submission.Values("maxsubs")!);
        Assert.Equal("", submission.Text("botname"));
    }

    [Fact]
    public void Fields_that_were_not_asked_for_are_ignored() =>
        Assert.Null(Check("<field var='public'><value>1</value></field><field var='extra'><value>1</value></field>").Values("extra"));

    [Fact]
    public void Duplicate_addresses_count_once() => Assert.Single(
        Check("<field var='public'><value>1</value></field><field var='invitelist'><value>a@b</value><value>A@B</value></field>").Addresses("invitelist")!);

    [Fact]
    public void Only_submissions_are_acceptable()
    {
        var cancelled = new DataForm { Type = FormType.Cancel, Fields = [FormField.Of("public", null, "1")] };
        Assert.Equal(FormFault.NotASubmission, Assert.Single(FormSubmission.Check(DataFormExamples.Asked, cancelled).Problems).Fault);
    }

    static FormSubmission Check(string fields) =>
        FormSubmission.Check(DataFormExamples.Asked, DataForm.Parse(Element.Parse($"<x xmlns='jabber:x:data' type='submit'>{fields}</x>"))!);
}
